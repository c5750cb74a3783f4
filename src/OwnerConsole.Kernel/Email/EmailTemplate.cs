namespace OwnerConsole.Kernel.Email;

/// <summary>A kind of email that a module sends. Register it as a service, so that its text can be previewed, edited and sent as a test.</summary>
/// <param name="Name">Permanent name in the form noun.event, such as <c>sign_in.new_device</c>.</param>
/// <param name="Title">Title in the list of templates.</param>
/// <param name="Words">Default text.</param>
/// <param name="Example">Example facts with names in snake_case. Templates can use these in addition to the facts that every email has.</param>
public sealed record EmailTemplate(string Name, string Title, EmailContent Words, object Example)
{
    /// <summary>The email goes to members or contacts of tenants, so its preview shows a support number.</summary>
    public bool IsToMembers { get; init; }

    /// <summary>Topic that members can opt out of; null for an email that every recipient needs. Facts can name another one by its key as <c>topic</c>.</summary>
    public MessageTopic? Topic { get; init; }

    /// <summary>Example of a message, for a template that is the frame of messages written elsewhere, such as broadcasts; null for a template that is the whole text.
    /// A frame shows the subject of the message as <c>subject</c> and its text as <c>content</c>.</summary>
    public EmailContent? FramedMessage { get; init; }

    /// <summary>The subject, HTML and text of a message without anything around it.</summary>
    public static readonly EmailContent PlainFrame = new("{{subject}}", "{{{content}}}", "{{content}}");
}

/// <summary>The three parts of an email, written in Handlebars.</summary>
/// <param name="Subject">Subject line without HTML.</param>
/// <param name="Html">HTML body; values are escaped.</param>
/// <param name="Text">Plain text body; values are not escaped. Derived from the HTML if it is empty.</param>
public sealed record EmailContent(string Subject, string Html, string Text);
