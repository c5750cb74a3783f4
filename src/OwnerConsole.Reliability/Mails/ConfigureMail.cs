using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Lanes;
using OwnerConsole.Kernel.Letters;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Reliability.Mails;

/// <summary>Says which server takes the console's mail, and who stands on it as the sender.</summary>
/// <remarks>
/// A host on a private network is allowed, unlike for webhooks: the relay beside the console is the usual one, only the team can set it, and what is said to it is SMTP of our own.
/// </remarks>
public sealed class ConfigureMail(InputSecrets secrets, SecretBox box) : Operation<MailFacts, ConfigureMail.Input>
{
    private const string Name = "mail.configure";

    public sealed record Input(
        [Description("Name or address of the mail server.")] string Host,
        [Description("What recipients see as the sender.")] string FromAddress,
        [Description("587 with STARTTLS, 465 with TLS from the start, as a rule.")] int Port = 587,
        [Description("Demanded once it is chosen, with a certificate that this machine trusts.")] Encryption Encryption = Encryption.Starttls,
        [Description("Empty for a server that asks for none.")] string? UserName = null,
        [DataType(DataType.Password)]
        [Description("Encrypted. Leave blank to keep the current one; not possible when host, port, user or encryption change.")]
            string? Password = null,
        [Description("Beside the sender's address.")] string? FromName = null
    );

    public override Input Example => new("smtp.example.com", "console@example.com");

    public override Declaration Is =>
        new(Name, "Set up mail", "set up", Version: 2)
        {
            StepUp = true,
            Subject = "platform",
            Told = "Mail is set up",
            ComesBack = "The server that took the mail before, or none.",
            StaysGone = "Letters that were sent meanwhile.",
        };

    protected override IReadOnlyList<string> Dropped => ["platform_name", "platform_url"];

    public override Task<IReadOnlyList<MailFacts>> Load(IReadOnlyList<string> ids, Input input, Work work) => MailFacts.Load(ids, work);

    public override Refusal? Refuse(MailFacts platform, Input input) =>
        input switch
        {
            _ when Uri.CheckHostName(input.Host) is UriHostNameType.Unknown => new("bad_host", $"This is no name or address of a server."),
            { Port: < 1 or > 65_535 } => new("bad_port", $"A port is 1 to {65_535}."),
            _ when !PlainAddress.Is(input.FromAddress) => new("bad_from", $"The sender is one plain e-mail address."),
            _ when !IsLine(input.FromName) => new("bad_name", $"A name is one line of {100} characters at most."),
            { UserName: null, Password: not null } => new("user_needed", $"Whose password is it? Say the user."),
            { UserName: not null, Encryption: Encryption.None } => new("password_in_clear", $"A password goes over an encrypted connection only."),
            { UserName: not null, Password: null } when !KeepsPassword(platform.Settings, input) => new(
                "password_needed",
                $"Type the password again: host, port, user or encryption changed."
            ),
            _ when IsSame(platform.Settings, input) => new("no_change", $"Mail is set up like this already."),
            _ => null,
        };

    public override Decision Decide(MailFacts platform, Input input) =>
        new(
            $"Letters leave by this server from now on, and those that wait are tried at once.",
            new Effect("encryption", platform.Settings?.Encryption, input.Encryption),
            new Effect("port", platform.Settings?.Port, input.Port)
        );

    public override async Task Execute(IReadOnlyList<MailFacts> accepted, Input input, Work work)
    {
        await work.Do(
            $"""
            with closed as (update mails.settings set closed_by = @run where tenant_id = 'tnt_platform' and closed_by is null returning 1)
            insert into mails.settings (tenant_id, opened_by, host, port, encryption, user_name, password, from_address, from_name, platform_name, platform_url, opened_at)
            select 'tnt_platform', @run, @Host, @Port, @Encryption, @UserName, @password, @FromAddress, @FromName, {PlatformWords.NameSetting.Sql}, nullif({PlatformAddress.Setting.Sql}, ''), clock_timestamp()
             where (select count(*) from closed) >= 0 -- makes the closing happen first
            """,
            new
            {
                run = work.RunId,
                input.Host,
                input.Port,
                input.Encryption,
                input.UserName,
                password = Password(accepted[0].Settings, input, work.RunId!), // carried out by a run
                input.FromAddress,
                input.FromName,
            }
        );
        await work.Hurry([Outbox.Lane]);
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<MailFacts> subjects, string undoneRun, Work work)
    {
        var args = new { run = work.RunId, undoneRun };
        if (
            await work.Do("update mails.settings set closed_by = @run where tenant_id = 'tnt_platform' and opened_by = @undoneRun and closed_by is null", args)
            == 0
        )
            return [];
        await work.Do("update mails.settings set closed_by = null where tenant_id = 'tnt_platform' and closed_by = @undoneRun", args);
        await work.Hurry([Outbox.Lane]);
        return [IdSource.Platform];
    }

    private byte[]? Password(MailSettings? before, Input input, string run)
    {
        if (input.UserName is null)
            return null;
        var clear = input.Password is { } typed
            ? Encoding.UTF8.GetBytes(secrets.Open(Name, "password", typed))
            : box.Open(MailSettings.Secret, before!.OpenedBy, before.Password); // Refuse has seen to it that there is one
        return box.Seal(MailSettings.Secret, run, clear);
    }

    // Another server, or whoever listens where the connection is less protected, would receive a password that the caller may not know.
    private static bool KeepsPassword(MailSettings? before, Input input) =>
        before?.Password is not null
        && (before.UserName, before.Host, before.Port, before.Encryption) == (input.UserName, input.Host, input.Port, input.Encryption);

    private static bool IsSame(MailSettings? now, Input input) =>
        input.Password is null
        && now is not null
        && (now.Host, now.Port, now.Encryption, now.UserName) == (input.Host, input.Port, input.Encryption, input.UserName)
        && (now.FromAddress, now.FromName) == (input.FromAddress, input.FromName);

    /// <summary>What stands in a header: a second line would be a header of somebody else's making.</summary>
    private static bool IsLine(string? text) => text is null || (text.Length <= 100 && !text.Any(char.IsControl));
}
