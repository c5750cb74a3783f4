using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Secrets;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Messaging.Emails;

/// <summary>Sets the mail server and the sender of the console's emails.</summary>
/// <remarks>
/// Unlike for webhooks, private hosts are allowed: a relay next to the console is common, only the team can configure it, and the console speaks nothing but SMTP to it.
/// </remarks>
public sealed class ConfigureMail(InputSecrets secrets, SecretBox box) : Operation<MailFacts, ConfigureMail.Input>
{
    private const string Name = "mail.configure";

    private static readonly StateRows Rows = new("emails.settings", "tenant_id");

    public sealed record Input(
        [Description("Host name or IP address of the mail server.")] string Host,
        [Description("Sender address that recipients see.")] string FromAddress,
        [Description("Usually 587 with STARTTLS, or 465 with implicit TLS.")] int Port = 587,
        [Description("Enforced. The server's certificate must be trusted by this machine.")] SmtpEncryption Encryption = SmtpEncryption.Starttls,
        [Description("Leave blank if the server requires no sign-in.")] string? UserName = null,
        [DataType(DataType.Password)]
        [Description("Encrypted. Leave blank to keep the current one; not possible when host, port, user name or encryption change.")]
            string? Password = null,
        [Description("Sender name that recipients see.")] string? FromName = null
    );

    public override Input Example => new("smtp.example.com", "console@example.com");

    public override OperationDefinition Definition =>
        new(Name, "Set up email", "set up", Version: 2)
        {
            RequiresStepUp = true,
            Subject = "platform",
            DoneSentence = "Email settings saved",
            RestoredByUndo = "The previous mail server, or none.",
            NotRestoredByUndo = "Emails that were already sent.",
        };

    protected override IReadOnlyList<string> FormerFields => ["platform_name", "platform_url"];

    public override Task<IReadOnlyList<MailFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) => MailFacts.Load(ids, work);

    public override Refusal? Refuse(MailFacts platform, Input input) =>
        input switch
        {
            _ when Uri.CheckHostName(input.Host) is UriHostNameType.Unknown => new("bad_host", $"Enter a valid host name or IP address."),
            { Port: < 1 or > 65_535 } => new("bad_port", $"The port must be between 1 and {65_535}."),
            _ when !EmailAddressRules.IsValid(input.FromAddress) => new(
                "bad_from",
                $"The sender must be one plain email address, such as console@example.com."
            ),
            _ when !IsLine(input.FromName) => new("bad_name", $"The name must be one line of at most {100} characters."),
            { UserName: null, Password: not null } => new("user_needed", $"A password requires a user name."),
            { UserName: not null, Encryption: SmtpEncryption.None } => new("password_in_clear", $"A password requires an encrypted connection."),
            { UserName: not null, Password: null } when !KeepsPassword(platform.Settings, input) => new(
                "password_needed",
                $"Enter the password again, because the host, port, user name or encryption changed."
            ),
            _ when IsSame(platform.Settings, input) => new("no_change", $"Email already has these settings."),
            _ => null,
        };

    public override Decision Decide(MailFacts platform, Input input) =>
        new(
            $"Emails will be sent through this server from now on. Waiting emails are retried immediately.",
            new Effect("encryption", platform.Settings?.Encryption, input.Encryption),
            new Effect("port", platform.Settings?.Port, input.Port)
        );

    public override async Task Execute(IReadOnlyList<MailFacts> accepted, Input input, UnitOfWork work)
    {
        await Rows.Close([IdGenerator.Platform], work);
        await work.Execute(
            $"""
            insert into emails.settings (tenant_id, opened_by, host, port, encryption, user_name, password, from_address, from_name, platform_name, platform_url, opened_at)
            values ('tnt_platform', @run, @Host, @Port, @Encryption, @UserName, @password, @FromAddress, @FromName, {PlatformWords.NameSetting.Sql}, nullif({PlatformAddress.Setting.Sql}, ''), clock_timestamp())
            """,
            new
            {
                run = work.RunId,
                input.Host,
                input.Port,
                input.Encryption,
                input.UserName,
                password = Password(accepted[0].Settings, input, work.RunId!), // never null: executed by a run
                input.FromAddress,
                input.FromName,
            }
        );
        await work.MakeDue([EmailOutbox.Lane]);
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<MailFacts> subjects, string undoneRun, UnitOfWork work)
    {
        var restored = await Rows.Undo([IdGenerator.Platform], undoneRun, work);
        if (restored.Count > 0)
            await work.MakeDue([EmailOutbox.Lane]);
        return restored;
    }

    private byte[]? Password(MailSettings? before, Input input, string run)
    {
        if (input.UserName is null)
            return null;
        var clear = input.Password is { } typed
            ? Encoding.UTF8.GetBytes(secrets.Decrypt(Name, "password", typed))
            : box.Decrypt(MailSettings.Secret, before!.OpenedBy, before.Password); // never null: Refuse checks it
        return box.Encrypt(MailSettings.Secret, run, clear);
    }

    // Otherwise another server, or an eavesdropper on a less protected connection, could receive a password that the caller doesn't know.
    private static bool KeepsPassword(MailSettings? before, Input input) =>
        before?.Password is not null
        && (before.UserName, before.Host, before.Port, before.Encryption) == (input.UserName, input.Host, input.Port, input.Encryption);

    private static bool IsSame(MailSettings? now, Input input) =>
        input.Password is null
        && now is not null
        && (now.Host, now.Port, now.Encryption, now.UserName) == (input.Host, input.Port, input.Encryption, input.UserName)
        && (now.FromAddress, now.FromName) == (input.FromAddress, input.FromName);

    /// <summary>Whether a text is a single line, because a line break in a header could inject another header.</summary>
    private static bool IsLine(string? text) => text is null || (text.Length <= 100 && !text.Any(char.IsControl));
}
