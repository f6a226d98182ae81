"""What staff read about weights: each signal, where its weight comes from, the kinds of lists and the groups."""

from collections.abc import Mapping
from typing import Any

from marketplace.foundation.i18n import lazy
from marketplace.matching.queries.toplists import Kind
from marketplace.matching.queries.traits import Trait
from marketplace.matching.rules.coverage import OTHERS
from marketplace.matching.rules.editing import JUDGED, POLICY, Problem
from marketplace.matching.rules.seats import Role

SIGNALS: Mapping[str, Any] = {
    "sector_fit": lazy("Sectors sought and offered"),
    "technology_fit": lazy("Technologies sought and offered"),
    "segment_fit": lazy("Industry segments sought and offered"),
    "subject_likeness": lazy("How alike all subjects are, rare ones counting more"),
    "record_subject": lazy("Average likeness to the subjects of past deals"),
    "record_nearest": lazy("Likeness to the most alike past deal"),
    "record_recent_subject": lazy("Recent deals in alike subjects"),
    "same_country": lazy("Both at home in one country"),
    "same_city": lazy("Both at home in one city"),
    "target_market": lazy("In a country that the seeking side names as a target"),
    "wanted_market": lazy("The seeking side is in a market to be reached"),
    "language": lazy("A language in common"),
    "certified": lazy("A certificate that is valid in the seeking side’s market"),
    "references": lazy("Revenue from the seeking side’s market"),
    "record_country": lazy("Share of past deals in this country"),
    "record_city": lazy("Share of past deals in this city"),
    "record_recent_city": lazy("Recent deals in this city"),
    "stage_fit": lazy("In a stage that is looked for"),
    "record_stage": lazy("Share of past deals at this stage"),
    "ticket_fit": lazy("Amount sought and range of amounts overlap"),
    "size_record": lazy("Larger or smaller than usual deals"),
    "size_share": lazy("Share of past deals of about this size"),
    "amount_sought": lazy("The amount sought itself"),
    "record_country_subject": lazy("Past deals in this country and subject together"),
    "record_city_subject": lazy("Past deals in this city and subject together"),
    "record_alike": lazy("Past deals like this one in every way"),
    "activity": lazy("Deals of the last twelve months"),
    "experience": lazy("All past deals"),
    "last_deal": lazy("Months since the last deal"),
    "offer_rounds": lazy("Earlier deals of the company"),
    "co_investors": lazy("Has invested beside the present holders"),
    "text_likeness": lazy("Telling words in common"),
    "core_technology": lazy("Core technology that a Vietnamese side would acquire"),
    "offer_declared": lazy("The company has published that it looks for this"),
    "seeker_declared": lazy("The seeking side has published that it looks for this"),
    "offer_fresh": lazy("The company’s profile is up to date"),
    "seeker_fresh": lazy("The seeking side’s profile is up to date"),
    "offer_verified": lazy("Share of the company’s figures that were checked"),
    "seeker_exposed": lazy("Already fills the lists of many others"),
    "small_firm": lazy("Priority for small firms"),
    "promising_firm": lazy("Priority for promising firms"),
    "subject_offered_share": lazy("Share of what is offered that is sought"),
    "subject_sought_share": lazy("Share of what is sought that is offered"),
    "record_like": lazy("Share of past deals with any subject in common"),
    "record_covered": lazy("Share of the company’s subjects with past deals"),
    "record_profile": lazy("Likeness to the subjects of all past deals together"),
    "record_recent_country": lazy("Recent deals in this country"),
    "country_lift": lazy("More deals in this country than others make"),
    "city_lift": lazy("More deals in this city than others make"),
    "home_share": lazy("Share of past deals in the own country"),
    "home_habit": lazy("Share of past deals at home or abroad, as this one"),
    "countries": lazy("In how many countries deals were made"),
    "record_recent_stage": lazy("Recent deals at this stage"),
    "record_stage_near": lazy("Past deals at this stage or the next to it"),
    "stage_distance": lazy("Farther along or less far than past deals"),
    "round_stage": lazy("How far along the company is"),
    "size_rank": lazy("Share of past deals that were smaller"),
    "usual_size": lazy("The usual size of deals"),
    "size_spread": lazy("How far sizes of deals lie apart"),
    "record_alike_best": lazy("The one past deal most like this"),
    "record_alike_anywhere": lazy("Past deals like this one, wherever they were"),
    "record_alike_any_subject": lazy("Past deals like this one, in any subject"),
    "activity_three_years": lazy("Deals of the last three years"),
    "first_affinity": lazy("Share of past deals that were a company’s first"),
    "record_round_kind": lazy("Past deals that were first or later rounds, as this one"),
    "offer_age": lazy("Years since the company was founded"),
    "offer_breadth": lazy("How many subjects the company names"),
    "offer_backed": lazy("The company says who invested before"),
    "offer_raises": lazy("How many earlier rounds the company has had"),
    "offer_last_round": lazy("Months since the company’s last round"),
    "round_growth": lazy("How much larger than the last round"),
    "co_investor_share": lazy("Share of past deals beside the present holders"),
    "holder_ties": lazy("Share of the present holders that are known"),
    "co_neighbours": lazy("Companions in common with the present holders"),
    "holder_at_home": lazy("Share of the present holders in the own country"),
    "holder_size": lazy("Deals as large as those of the present holders"),
    "known_sellers": lazy("Has bought from the same holders before"),
    "record_kin": lazy("What buyers of such companies usually buy"),
    "subject_demand": lazy("What those who look for this usually buy"),
    "country_flow": lazy("How often deals go from the one country to the other"),
    "city_flow": lazy("How often deals go from the one city to the other"),
    "chain_fit": lazy("Links of one supply chain"),
    "deal_type_fit": lazy("The kind of deal that both look for"),
    "direction_fit": lazy("Buying across the border in the wanted direction"),
    "distinguished": lazy("Awards and designations"),
    "presence": lazy("An office in the wanted market"),
    "market_entry": lazy("The way into a market that the seeker wants"),
    "thesis_likeness": lazy("Words of the thesis in the texts of the offer"),
    "protected": lazy("Rights that are valid in the market"),
    "home_reference": lazy("Customers at home"),
    "large_deal": lazy("A deal of a million US dollars or more"),
    "asked_words": lazy("Words that the reader searched for"),
}

ROLES: Mapping[Role, Any] = {
    Role.INVEST: lazy("Investments"),
    Role.ACQUIRE: lazy("Acquisitions and joint ventures"),
}

ORIGINS: Mapping[str, tuple[Any, str]] = {
    "deals": (lazy("Past deals"), "positive"),
    JUDGED: (lazy("Judgement"), "neutral"),
    POLICY: (lazy("Rule of policy"), "caution"),
}

KINDS: Mapping[Kind, Any] = {
    Kind.COMPANIES_FOR_INVESTORS: lazy("Companies that investors see"),
    Kind.INVESTORS_FOR_COMPANIES: lazy("Investors that companies see"),
    Kind.COMPANIES_FOR_BUYERS: lazy("Companies that buyers see"),
    Kind.BUYERS_FOR_COMPANIES: lazy("Buyers that companies see"),
}

TRAITS: Mapping[Trait, Any] = {
    Trait.PROVINCE: lazy("Province"),
    Trait.SIZE: lazy("Size"),
    Trait.SECTOR: lazy("First sector named"),
    Trait.HOME: lazy("At home or abroad"),
    Trait.EXPERIENCE: lazy("Past deals told"),
    Trait.OWNERSHIP: lazy("Ownership"),
    Trait.LANGUAGE: lazy("Language of the profile"),
}

GROUPS: Mapping[str, Any] = {
    OTHERS: lazy("All groups of fewer than 5"),
    "": lazy("Not told"),
    "under_10": lazy("Fewer than 10 people"),
    "under_50": lazy("10 to 49 people"),
    "under_200": lazy("50 to 199 people"),
    "from_200": lazy("200 people or more"),
    "home": lazy("Viet Nam"),
    "abroad": lazy("Abroad"),
    "no_deals": lazy("None yet"),
    "few_deals": lazy("One to five"),
    "many_deals": lazy("More than five"),
    "domestic": lazy("Vietnamese owners only"),
    "foreign_part": lazy("With foreign owners"),
    "vi": lazy("Vietnamese only"),
    "en": lazy("English only"),
    "both": lazy("Vietnamese and English"),
}

PROBLEMS: Mapping[Problem, Any] = {
    Problem.UNKNOWN: lazy("This signal is not part of the chosen version. Leave it as it is."),
    Problem.TIMES: lazy("Write a number from 0 to 2."),
    Problem.NOT_JUDGED: lazy("This table was learnt from past deals. It can be scaled or switched off, not rewritten."),
    Problem.UNEVEN: lazy("Write as many additions as values."),
    Problem.FEW_OR_MANY: lazy("Give from 2 to 9 values."),
    Problem.NOT_RISING: lazy("Write the values from the smallest to the largest, each once."),
    Problem.OUTSIDE: lazy("The values lie from %(first)s to %(last)s."),
    Problem.TOO_MUCH: lazy("Each addition lies from %(least)s to %(most)s."),
}
