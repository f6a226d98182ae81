"""What every feature stands on: database, facts and jobs, the actor, time, ids, mail and pages."""
