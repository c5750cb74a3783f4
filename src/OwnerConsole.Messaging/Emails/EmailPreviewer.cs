using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Messaging.Emails;

/// <summary>Renders an email with its current template, like <see cref="EmailSender"/>, without sending it.</summary>
internal sealed class EmailPreviewer : IEmailPreviewer
{
    public async Task<EmailPreviewText?> Render(EmailTemplate template, JsonElement facts, EmailRecipient to, UnitOfWork work)
    {
        var saved = await EmailTemplates.FindFor(template, to.Language, work);
        var (platform, console) = (await PlatformWords.Of(work), await PlatformAddress.Of(work));
        try
        {
            var email = EmailRenderer.Render(template, saved, facts, platform, console, to, work.Stop);
            return new(email.Subject, email.Text);
        }
        catch (TemplateLimitException)
        {
            return null;
        }
    }
}
