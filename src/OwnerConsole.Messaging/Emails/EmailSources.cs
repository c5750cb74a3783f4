using OwnerConsole.Kernel.Email;

namespace OwnerConsole.Messaging.Emails;

/// <summary>Finds where the message of an email is written.</summary>
internal static class EmailSources
{
    /// <returns>Null for a template that is the whole text, and for a test of a frame, which shows its example of a message.</returns>
    public static IEmailSource? Find(this IEnumerable<IEmailSource> sources, OutgoingEmail email) =>
        TestMail.Find(email) is null ? sources.FirstOrDefault(source => source.Template == email.Template) : null;
}
