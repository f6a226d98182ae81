"""The sentences that tell a reason, for each side of the table and each sign."""

from collections.abc import Mapping
from typing import Any

from marketplace.foundation.i18n import lazy
from marketplace.matching.rules.signals import Topic

Sentences = Mapping[Topic, tuple[Any, Any]]

FOR_SEEKERS: Sentences = {
    Topic.SUBJECT: (lazy("Works in what you look for"), lazy("Works in other subjects than you look for")),
    Topic.PAST_SUBJECT: (
        lazy("Close to what your past deals were about"),
        lazy("Far from what your past deals were about"),
    ),
    Topic.HOME: (lazy("At home where you are"), lazy("At home in another country than you")),
    Topic.TARGET_MARKET: (
        lazy("In a country that you name as a target"),
        lazy("Not in a country that you name as a target"),
    ),
    Topic.WANTED_MARKET: (lazy("Wants to reach your market"), lazy("Does not name your market as one to reach")),
    Topic.LANGUAGE: (lazy("You have a language in common"), lazy("The profiles name no language in common")),
    Topic.CERTIFIED: (
        lazy("Holds a certificate that is valid in your market"),
        lazy("Names no certificate that is valid in your market"),
    ),
    Topic.REFERENCES: (lazy("Already has revenue from your market"), lazy("Has no revenue from your market yet")),
    Topic.PAST_PLACE: (
        lazy("You have made deals in its country or city"),
        lazy("You have made few deals in its country or city"),
    ),
    Topic.STAGE: (lazy("In a stage that you look for"), lazy("Not in a stage that you look for")),
    Topic.PAST_STAGE: (lazy("In the stage of your past deals"), lazy("In another stage than your past deals")),
    Topic.TICKET: (lazy("The amount fits your ticket"), lazy("The amount lies outside your ticket")),
    Topic.PAST_SIZE: (lazy("About as large as your past deals"), lazy("Of another size than your past deals")),
    Topic.PAST_ALIKE: (
        lazy("You have made deals like this one, in the same place and subject"),
        lazy("You have made no deal like this one lately"),
    ),
    Topic.NETWORK: (
        lazy("You have invested beside those who hold it now"),
        lazy("You have not yet invested beside those who hold it now"),
    ),
    Topic.TEXT: (lazy("Your texts have telling words in common"), lazy("Your texts have few words in common")),
    Topic.CORE_TECHNOLOGY: (lazy("Has core or strategic technology"), lazy("Brings no core technology")),
    Topic.HOME_HABIT: (
        lazy("As near to your home, or as far from it, as your past deals"),
        lazy("Nearer to your home, or farther from it, than your past deals"),
    ),
    Topic.ROUND_KIND: (
        lazy("Like you usually do: among the first investors, or after others"),
        lazy("Unlike you usually do: among the first investors, or after others"),
    ),
    Topic.HOLDERS: (
        lazy("Its present holders are like you in home or size"),
        lazy("Its present holders are unlike you in home or size"),
    ),
    Topic.KNOWN_SELLERS: (
        lazy("A holder of it has backed a company that you bought"),
        lazy("You have not yet bought from its holders"),
    ),
    Topic.PEERS: (
        lazy("Parties like you often make deals with companies like this one"),
        lazy("Parties like you seldom make deals with companies like this one"),
    ),
    Topic.PROTECTED: (
        lazy("Its intellectual property is protected in your market"),
        lazy("Names no protection of its intellectual property in your market"),
    ),
    Topic.PRESENCE: (
        lazy("Already present in a market that you name as a target"),
        lazy("Not yet present in a market that you name as a target"),
    ),
    Topic.MARKET_ENTRY: (
        lazy("You are already active in markets that it wants to reach"),
        lazy("You are not yet active in the markets that it wants to reach"),
    ),
    Topic.HOME_REFERENCE: (lazy("Has customers at home"), lazy("Names no customers at home")),
    Topic.DEAL_KIND: (
        lazy("Looks for the same kind of deal as you"),
        lazy("Looks for another kind of deal than you"),
    ),
    Topic.DISTINGUISHED: (
        lazy("Named a leading or pioneer enterprise"),
        lazy("Not named a leading or pioneer enterprise"),
    ),
    Topic.CHAIN: (
        lazy("A small firm of your line, for your chain of suppliers"),
        lazy("A small firm of another line than yours"),
    ),
    Topic.THESIS: (
        lazy("Its texts speak of what you say you look for"),
        lazy("Its texts hardly speak of what you say you look for"),
    ),
    Topic.MEANING: (
        lazy("Its public texts speak of much the same as yours"),
        lazy("Its public texts speak of other things than yours"),
    ),
    Topic.OFFER_DECLARED: (lazy("Says that it looks for this now"), lazy("Has not said that it looks for this now")),
    Topic.OFFER_FRESH: (lazy("Renewed its profile lately"), lazy("Has not renewed its profile for long")),
    Topic.VERIFIED: (lazy("Its figures were checked by an authority"), lazy("Its figures were not checked")),
}

FOR_OFFERS: Sentences = {
    Topic.SUBJECT: (lazy("Looks for what you do"), lazy("Looks for other subjects than yours")),
    Topic.PAST_SUBJECT: (
        lazy("Its past deals were about subjects like yours"),
        lazy("Its past deals were about other subjects"),
    ),
    Topic.HOME: (lazy("At home where you are"), lazy("At home in another country than you")),
    Topic.TARGET_MARKET: (lazy("Names your country as a target"), lazy("Does not name your country as a target")),
    Topic.WANTED_MARKET: (
        lazy("At home in a market that you want to reach"),
        lazy("Not in a market that you want to reach"),
    ),
    Topic.LANGUAGE: (lazy("You have a language in common"), lazy("The profiles name no language in common")),
    Topic.CERTIFIED: (
        lazy("You hold a certificate that is valid in its market"),
        lazy("You name no certificate that is valid in its market"),
    ),
    Topic.REFERENCES: (
        lazy("You already have revenue from its market"),
        lazy("You have no revenue from its market yet"),
    ),
    Topic.PAST_PLACE: (
        lazy("Has made deals in your country or city"),
        lazy("Has made few deals in your country or city"),
    ),
    Topic.STAGE: (lazy("Looks for your stage"), lazy("Looks for another stage than yours")),
    Topic.PAST_STAGE: (lazy("Its past deals were at your stage"), lazy("Its past deals were at another stage")),
    Topic.TICKET: (
        lazy("Its range of amounts fits what you seek"),
        lazy("What you seek lies outside its range of amounts"),
    ),
    Topic.PAST_SIZE: (lazy("Its past deals were about as large as yours"), lazy("Its past deals were of another size")),
    Topic.PAST_ALIKE: (
        lazy("Has made deals like yours, in the same place and subject"),
        lazy("Has made no deal like yours lately"),
    ),
    Topic.ACTIVITY: (lazy("Has made deals lately"), lazy("Has made few deals lately")),
    Topic.NETWORK: (
        lazy("Has invested beside your present holders"),
        lazy("Has not yet invested beside your present holders"),
    ),
    Topic.TEXT: (lazy("Your texts have telling words in common"), lazy("Your texts have few words in common")),
    Topic.CORE_TECHNOLOGY: (
        lazy("You have core or strategic technology, and this party is Vietnamese"),
        lazy("Brings no core technology"),
    ),
    Topic.HOME_HABIT: (
        lazy("Its past deals were as near to its home, or as far from it"),
        lazy("Its past deals were nearer to its home, or farther from it"),
    ),
    Topic.ROUND_KIND: (
        lazy("Usually comes in as here: among the first investors, or after others"),
        lazy("Usually comes in otherwise: among the first investors, or after others"),
    ),
    Topic.HOLDERS: (
        lazy("Like your present holders in home or size"),
        lazy("Unlike your present holders in home or size"),
    ),
    Topic.KNOWN_SELLERS: (
        lazy("Has bought a company that a holder of yours had backed"),
        lazy("Has not yet bought from your holders"),
    ),
    Topic.PEERS: (
        lazy("Parties like it often make deals with companies like yours"),
        lazy("Parties like it seldom make deals with companies like yours"),
    ),
    Topic.PROTECTED: (
        lazy("Your intellectual property is protected in its market"),
        lazy("You name no protection of your intellectual property in its market"),
    ),
    Topic.PRESENCE: (
        lazy("You are already present in a market that it names as a target"),
        lazy("You are not yet present in a market that it names as a target"),
    ),
    Topic.MARKET_ENTRY: (
        lazy("Already active in markets that you want to reach"),
        lazy("Not yet active in the markets that you want to reach"),
    ),
    Topic.DEAL_KIND: (
        lazy("Looks for the same kind of deal as you"),
        lazy("Looks for another kind of deal than you"),
    ),
    Topic.CHAIN: (
        lazy("A leading enterprise of your line: you could join its chain of suppliers"),
        lazy("A leading enterprise of another line than yours"),
    ),
    Topic.THESIS: (
        lazy("Your texts speak of what it says it looks for"),
        lazy("Your texts hardly speak of what it says it looks for"),
    ),
    Topic.MEANING: (
        lazy("Its public texts speak of much the same as yours"),
        lazy("Its public texts speak of other things than yours"),
    ),
    Topic.SEEKER_DECLARED: (lazy("Says that it looks for this now"), lazy("Has not said that it looks for this now")),
    Topic.SEEKER_FRESH: (lazy("Renewed its profile lately"), lazy("Has not renewed its profile for long")),
}

WITH_SUBJECTS = {
    True: lazy("Works in what you look for: %(subjects)s"),
    False: lazy("Looks for what you do: %(subjects)s"),
}

MISSING: Mapping[tuple[str, bool], Any] = {
    ("ticket", True): lazy("Your range of amounts"),
    ("ticket", False): lazy("Its range of amounts"),
    ("amount", True): lazy("The amount that you seek"),
    ("amount", False): lazy("The amount that it seeks"),
    ("subjects", True): lazy("Your sectors and technologies"),
    ("subjects", False): lazy("Its sectors and technologies"),
    ("stages", True): lazy("The stages that you look for"),
    ("stages", False): lazy("The stages that it looks for"),
    ("stage", True): lazy("Your stage"),
    ("stage", False): lazy("Its stage"),
    ("target_markets", True): lazy("Your target countries"),
    ("target_markets", False): lazy("Its target countries"),
    ("past_deals", True): lazy("Your past deals"),
    ("past_deals", False): lazy("Its past deals"),
    ("wanted_markets", True): lazy("The markets that you want to reach"),
    ("wanted_markets", False): lazy("The markets that it wants to reach"),
    ("figures", True): lazy("Your figures"),
    ("figures", False): lazy("Its figures"),
    ("certificates", True): lazy("Your certificates, and where they are valid"),
    ("certificates", False): lazy("Its certificates, and where they are valid"),
    ("holders", True): lazy("Your present investors, or that there are none"),
    ("holders", False): lazy("Its present investors, or that there are none"),
    ("founded", True): lazy("The year in which you were founded"),
    ("founded", False): lazy("The year in which it was founded"),
    ("rights", True): lazy("Your rights to intellectual property, and where they are valid"),
    ("rights", False): lazy("Its rights to intellectual property, and where they are valid"),
}

TOPICS: Mapping[Topic, Any] = {
    Topic.SUBJECT: lazy("Sectors and technologies"),
    Topic.PAST_SUBJECT: lazy("Subjects of past deals"),
    Topic.HOME: lazy("Home country and city"),
    Topic.TARGET_MARKET: lazy("Target countries"),
    Topic.WANTED_MARKET: lazy("Markets to reach"),
    Topic.LANGUAGE: lazy("Languages"),
    Topic.CERTIFIED: lazy("Certificates in the market"),
    Topic.REFERENCES: lazy("Revenue from the market"),
    Topic.PAST_PLACE: lazy("Places of past deals"),
    Topic.STAGE: lazy("Stage"),
    Topic.PAST_STAGE: lazy("Stages of past deals"),
    Topic.TICKET: lazy("Amount and range"),
    Topic.PAST_SIZE: lazy("Sizes of past deals"),
    Topic.ROUND: lazy("Size of the round"),
    Topic.PAST_ALIKE: lazy("Past deals like this one"),
    Topic.ACTIVITY: lazy("Recent activity"),
    Topic.ROUNDS: lazy("Earlier rounds"),
    Topic.NETWORK: lazy("Shared holders"),
    Topic.TEXT: lazy("Words of the texts"),
    Topic.CORE_TECHNOLOGY: lazy("Core technology"),
    Topic.OFFER_DECLARED: lazy("Offer published"),
    Topic.SEEKER_DECLARED: lazy("Search published"),
    Topic.OFFER_FRESH: lazy("Offering side up to date"),
    Topic.SEEKER_FRESH: lazy("Seeking side up to date"),
    Topic.VERIFIED: lazy("Checked figures"),
    Topic.EXPOSURE: lazy("Room for others"),
    Topic.SMALL_FIRM: lazy("Priority for small firms (off)"),
    Topic.ASKED: lazy("Words that you searched for"),
    Topic.TAUGHT: lazy("What your answers teach"),
    Topic.AGE: lazy("Age of the offering side"),
    Topic.BREADTH: lazy("Breadth of subjects"),
    Topic.HABITS: lazy("Habits of the seeking side"),
    Topic.HOME_HABIT: lazy("Deals at home or abroad"),
    Topic.ROUND_KIND: lazy("First or later investors"),
    Topic.HOLDERS: lazy("Kind of present holders"),
    Topic.KNOWN_SELLERS: lazy("Known sellers"),
    Topic.PEERS: lazy("What similar parties do"),
    Topic.PROTECTED: lazy("Intellectual property in the market"),
    Topic.PRESENCE: lazy("Presence in target countries"),
    Topic.MARKET_ENTRY: lazy("Help with entering markets"),
    Topic.HOME_REFERENCE: lazy("Customers at home"),
    Topic.DEAL_KIND: lazy("Kind of deal"),
    Topic.DISTINGUISHED: lazy("Leading or pioneer enterprise"),
    Topic.CHAIN: lazy("Chain of suppliers"),
    Topic.THESIS: lazy("Words of what is looked for"),
    Topic.PROMISING: lazy("Priority for promising firms (off)"),
    Topic.MEANING: lazy("Meaning of the public texts"),
}
