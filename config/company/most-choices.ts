/** So many choices a caller hears at most in one question: nobody keeps more in mind, and each must have a key of its own. */
export const mostChoices = 7;
