package dev.onstage.localstack.chaos;

/** What a destination wants done with its live message at the end, as the API calls it. */
enum AtEnd {
    EDIT,
    SECOND_POST,
    DELETE
}
