namespace OwnerConsole.Kernel.Letters;

/// <summary>A kind of letter that a module writes. Register it as a service; its words can then be seen and changed, and it can be tried.</summary>
/// <param name="Name">noun.event, such as <c>sign_in.new_device</c>; permanent</param>
/// <param name="Title">as the list of templates shows it</param>
/// <param name="Words">what stands there until somebody changes it</param>
/// <param name="Example">facts as a writer could give them, in snake_case: what the words may name beside the facts that every letter has</param>
public sealed record LetterTemplate(string Name, string Title, LetterWords Words, object Example)
{
    /// <summary>It goes to tenants' members: every such letter says their support number.</summary>
    public bool IsToMembers { get; init; }
}

/// <summary>The three parts of a letter, in Handlebars.</summary>
/// <param name="Subject">one line, without HTML</param>
/// <param name="Html">the body's inside; values are escaped</param>
/// <param name="Text">for readers without HTML; values stand as they are</param>
public sealed record LetterWords(string Subject, string Html, string Text);
