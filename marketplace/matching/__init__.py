"""Who fits whom, and why: companies with investors and buyers, seen from each side."""
