using System.Text.Json;
using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Email;

/// <summary>Renders emails as their recipients would receive them, so that a person can read them before they are sent.</summary>
public interface IEmailPreviewer
{
    /// <param name="facts">Values for the template.</param>
    /// <param name="to">Recipient, whose language chooses the text.</param>
    /// <param name="work">Reads the platform.</param>
    /// <returns>The subject and the plain text; null if the email exceeds the limits of size or time.</returns>
    Task<EmailPreviewText?> Render(EmailTemplate template, JsonElement facts, EmailRecipient to, UnitOfWork work);
}

/// <param name="Subject">Subject line.</param>
/// <param name="Text">Plain text with the footer that all emails have.</param>
public sealed record EmailPreviewText(string Subject, string Text);
