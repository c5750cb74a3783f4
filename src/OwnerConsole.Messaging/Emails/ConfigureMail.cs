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

/// <summary>Sets the service that sends the console's emails, and their sender.</summary>
/// <remarks>
/// Unlike for webhooks, private hosts are allowed: a relay next to the console is common, only the team can configure it, and the console speaks nothing but SMTP to it.
/// </remarks>
public sealed class ConfigureMail(InputSecrets secrets, SecretBox box) : Operation<MailFacts, ConfigureMail.Input>
{
    private const string Name = "mail.configure";

    private static readonly StateRows Rows = new("emails.settings", "tenant_id") { HaveClosedAt = true };

    public sealed record Input(
        [Description("Sender address that recipients see. Resend and SendGrid accept only verified senders.")] string FromAddress,
        [Description("How emails are sent: through your mail server, Resend or SendGrid.")] MailKind Service = MailKind.Smtp,
        [Description("Host name or IP address of the mail server. Required for a mail server.")] string? Host = null,
        [Description("Usually 587 with STARTTLS, or 465 with implicit TLS.")] int Port = 587,
        [Description("Enforced. The server's certificate must be trusted by this machine.")] SmtpEncryption Encryption = SmtpEncryption.Starttls,
        [Description("Leave blank if the mail server requires no sign-in.")] string? UserName = null,
        [DataType(DataType.Password)]
        [Description("Encrypted. Leave blank to keep the current one; not possible when host, port, user name or encryption change.")]
            string? Password = null,
        [DataType(DataType.Password)]
        [Description("API key of Resend or SendGrid with permission to send. Encrypted. Leave blank to keep the current one.")]
            string? ApiKey = null,
        [Description("Region of your SendGrid account. An EU account uses another host.")] MailRegion? Region = null,
        [DataType(DataType.Password)]
        [Description(
            "Signing secret of the webhook in Resend, or verification key of the event webhook in SendGrid. Encrypted. Leave blank to keep the current one."
        )]
            string? CallbackKey = null,
        [Description("Removes the callback key. Delivery reports of this service are refused at once.")] bool RemoveCallbackKey = false,
        [Description("Sender name that recipients see.")] string? FromName = null
    );

    public override Input Example => new("console@example.com", Host: "smtp.example.com");

    public override OperationDefinition Definition =>
        new(Name, "Set up email", "set up", Version: 2)
        {
            RequiresStepUp = true,
            Subject = "platform",
            DoneSentence = "Email settings saved",
            RestoredByUndo = "The previous mail server or service, or none.",
            NotRestoredByUndo = "Emails that were already sent.",
        };

    protected override IReadOnlyList<string> FormerFields => ["platform_name", "platform_url"];

    /// <returns>Names of the fields that a service needs.</returns>
    public static IReadOnlyList<string> FieldsOf(MailKind service) =>
        service switch
        {
            MailKind.Smtp => ["service", "host", "port", "encryption", "user_name", "password", "from_address", "from_name"],
            MailKind.Resend => ["service", "api_key", "callback_key", "remove_callback_key", "from_address", "from_name"],
            _ => ["service", "api_key", "region", "callback_key", "remove_callback_key", "from_address", "from_name"],
        };

    public override Task<IReadOnlyList<MailFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) => MailFacts.Load(ids, work);

    public override Refusal? Refuse(MailFacts platform, Input input) =>
        input switch
        {
            _ when !EmailAddressRules.IsValid(input.FromAddress) => new(
                "bad_from",
                $"The sender must be one plain email address, such as console@example.com."
            ),
            _ when !IsLine(input.FromName) => new("bad_name", $"The name must be one line of at most {100} characters."),
            { Service: MailKind.Smtp } => MailRules.FindServerProblem(platform.Settings, input),
            _ => MailRules.FindServiceProblem(
                platform.Settings,
                input,
                input.ApiKey is null ? null : Clear("api_key", input.ApiKey),
                input.CallbackKey is null ? null : Clear("callback_key", input.CallbackKey)
            ),
        };

    public override Decision Decide(MailFacts platform, Input input)
    {
        var host = MailHost.Of(input);
        return new(
            input.Service switch
            {
                MailKind.Resend => Sentence.Say($"Emails will be sent through Resend from now on. Waiting emails are retried immediately."),
                MailKind.Sendgrid => Sentence.Say($"Emails will be sent through SendGrid from now on. Waiting emails are retried immediately."),
                _ => Sentence.Say($"Emails will be sent through this server from now on. Waiting emails are retried immediately."),
            },
            new Effect("service", platform.Settings?.Service, input.Service),
            new Effect("encryption", platform.Settings?.Encryption, host.Encryption),
            new Effect("port", platform.Settings?.Port, host.Port)
        );
    }

    public override async Task Execute(IReadOnlyList<MailFacts> accepted, Input input, UnitOfWork work)
    {
        var (host, before, run) = (MailHost.Of(input), accepted[0].Settings, work.RunId!); // never null: executed by a run
        await Rows.Close([IdGenerator.Platform], work);
        await work.Execute(
            $"""
            insert into emails.settings
                   (tenant_id, opened_by, service, host, port, encryption, user_name, password, region, callback_key, from_address, from_name, platform_name, platform_url, opened_at)
            values ('tnt_platform', @run, @Service, @Name, @Port, @Encryption, @UserName, @password, @Region, @callbackKey, @FromAddress, @FromName,
                    {PlatformWords.NameSetting.Sql}, nullif({PlatformAddress.Setting.Sql}, ''), clock_timestamp())
            """,
            new
            {
                run,
                input.Service,
                host.Name,
                host.Port,
                host.Encryption,
                host.UserName,
                password = Password(before, input, run),
                host.Region,
                callbackKey = CallbackKey(before, input, run),
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
        var (field, typed) = input.Service is MailKind.Smtp ? ("password", input.Password) : ("api_key", input.ApiKey);
        if (input is { Service: MailKind.Smtp, UserName: null })
            return null;
        var clear = typed is null ? before!.DecryptPassword(box)! : Clear(field, typed); // never null: Refuse checks it
        return box.Encrypt(MailSettings.Secret, run, Encoding.UTF8.GetBytes(clear));
    }

    private byte[]? CallbackKey(MailSettings? before, Input input, string run)
    {
        var clear =
            input.Service is MailKind.Smtp ? null
            : input.RemoveCallbackKey ? null
            : input.CallbackKey is { } typed ? Clear("callback_key", typed)
            : before?.Service == input.Service ? before.DecryptCallbackKey(box)
            : null;
        return clear is null ? null : box.Encrypt(MailSettings.CallbackSecret, run, Encoding.UTF8.GetBytes(clear));
    }

    private string Clear(string field, string typed) => field == "password" ? secrets.Decrypt(Name, field, typed) : secrets.Decrypt(Name, field, typed).Trim();

    /// <summary>Whether a text is a single line, because a line break in a header could inject another header.</summary>
    private static bool IsLine(string? text) => text is null || (text.Length <= 100 && !text.Any(char.IsControl));
}

/// <summary>Where emails are handed over.</summary>
internal sealed record MailHost(string Name, int Port, SmtpEncryption Encryption, string? UserName, MailRegion? Region)
{
    private const int HttpsPort = 443;

    public static MailHost Of(ConfigureMail.Input input) =>
        input.Service switch
        {
            MailKind.Resend => new("api.resend.com", HttpsPort, SmtpEncryption.Implicit, null, null),
            MailKind.Sendgrid => new(
                input.Region is MailRegion.Eu ? "api.eu.sendgrid.com" : "api.sendgrid.com",
                HttpsPort,
                SmtpEncryption.Implicit,
                null,
                input.Region ?? MailRegion.Global
            ),
            _ => new(input.Host!.Trim(), input.Port, input.Encryption, input.UserName, null), // never null: Refuse checks it
        };
}
