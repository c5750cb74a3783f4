using System.Text.Json;
using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Email;

/// <summary>Provides the messages of emails whose template is a frame, and records their results.</summary>
public interface IEmailSource
{
    /// <summary>Name of the template.</summary>
    string Template { get; }

    /// <param name="console">URL of this console without a trailing slash; null if it is not set.</param>
    /// <param name="work">Reads the tenant of the recipient and the platform.</param>
    /// <returns>Null if the email must not be sent any more.</returns>
    Task<SourcedEmail?> Find(OutgoingEmail email, string? console, UnitOfWork work);

    /// <summary>Records results in the transaction that stores them.</summary>
    Task Record(IReadOnlyList<EmailChange> changes, UnitOfWork work);
}

/// <param name="State">New state of the email.</param>
public sealed record EmailChange(OutgoingEmail Email, EmailState State);

/// <param name="Content">The message, which the template frames.</param>
/// <param name="Facts">Values for the variables of the message and the frame.</param>
public sealed record SourcedEmail(EmailContent Content, JsonElement Facts)
{
    /// <summary>Person whose values are inserted instead of those of the recipient, as in a test; null for the recipient.</summary>
    public EmailRecipient? ShownAs { get; init; }

    /// <summary>Address that receives a blind copy; null for none.</summary>
    public string? Bcc { get; init; }

    /// <summary>Whether mail programs show it as important.</summary>
    public bool IsImportant { get; init; }
}
