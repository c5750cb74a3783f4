using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Lanes;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Reliability.Connectors;

/// <summary>Says where the owner's database stands and who reads its three views.</summary>
/// <remarks>
/// A host on this machine or a private network is allowed, unlike for webhooks: that is where an owner's database usually stands, only the team can set it, and what is said to it is
/// PostgreSQL's protocol and statements of our own.
/// </remarks>
public sealed class ConfigureConnector(InputSecrets secrets, SecretBox box) : Operation<ConnectorFacts, ConfigureConnector.Input>
{
    private const string Name = "connector.configure";

    public sealed record Input(
        [StringLength(255)] [Description("Name or address of the PostgreSQL server, or the folder of its socket on this machine.")] string Host,
        [StringLength(63)] [Description("The database that the three views stand in.")] string Database,
        [StringLength(63)] [Description("A role that may select from the three views and write nothing.")] string UserName,
        [DataType(DataType.Password)]
        [Description("Encrypted. Leave blank to keep the current one; not possible when host, port, database, role or encryption change.")]
            string? Password = null,
        [Description("5432, as a rule.")] int Port = 5432,
        [Description("Without TLS only where nobody else listens; the password is never sent in clear.")] Tls Encryption = Tls.Verified
    );

    public override Input Example => new("db.example.com", "studio", "owner_console", "a password");

    public override Declaration Is =>
        new(Name, "Connect a database", "connected")
        {
            StepUp = true,
            Subject = "platform",
            Noun = "database",
            Told = "Your database is connected",
            ComesBack = "The connection before, or none.",
            StaysGone = "What was read meanwhile stays.",
        };

    public override Task<IReadOnlyList<ConnectorFacts>> Load(IReadOnlyList<string> ids, Input input, Work work) => ConnectorFacts.Load(ids, work);

    public override Refusal? Refuse(ConnectorFacts platform, Input input) =>
        input switch
        {
            _ when Wrong(input) is { } wrong => wrong,
            { Password: null } when !KeepsPassword(platform.Settings, input) => new(
                "password_needed",
                $"Type the password again: host, port, database, role or encryption changed."
            ),
            _ when IsSame(platform.Settings, input) => new("no_change", $"This database is connected like this already."),
            _ => null,
        };

    public override Decision Decide(ConnectorFacts platform, Input input) =>
        new(
            IsSamePlace(platform.Settings, input)
                ? Sentence.Say($"The three views are read on with this connection, at once.")
                : Sentence.Say($"The three views of this database are read from the beginning, and then every {ViewReading.Seconds} seconds what is new."),
            new Effect("port", platform.Settings?.Port, input.Port),
            new Effect("encryption", platform.Settings?.Encryption, input.Encryption)
        );

    public override async Task Execute(IReadOnlyList<ConnectorFacts> accepted, Input input, Work work)
    {
        var before = accepted[0].Settings;
        await work.Do(
            """
            with closed as (update connectors.settings set closed_by = @run where tenant_id = 'tnt_platform' and closed_by is null returning 1)
            insert into connectors.settings (tenant_id, opened_by, host, port, database, user_name, password, encryption, opened_at)
            select 'tnt_platform', @run, @Host, @Port, @Database, @UserName, @password, @Encryption, clock_timestamp()
             where (select count(*) from closed) >= 0 -- makes the closing happen first
            """,
            new
            {
                run = work.RunId,
                input.Host,
                input.Port,
                input.Database,
                input.UserName,
                password = Password(before, input, work.RunId!), // carried out by a run
                input.Encryption,
            }
        );
        if (!IsSamePlace(before, input))
            await ConnectorFacts.Begin(ReadingCause.Connected, work);
        await work.Hurry([ViewReading.Lane]);
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<ConnectorFacts> subjects, string undoneRun, Work work)
    {
        // Somebody has it read anew since: going back to the database before would take its rows up in the middle.
        var hasMovedOn = await work.One<bool>(
            "select exists (select from connectors.readings where tenant_id = 'tnt_platform' and opened_by = @undoneRun and closed_by is not null)",
            new { undoneRun }
        );
        if (hasMovedOn || subjects.All(platform => platform.Settings?.OpenedBy != undoneRun))
            return [];
        await ConnectorFacts.TakeBack("settings", undoneRun, work);
        await ConnectorFacts.TakeBack("readings", undoneRun, work);
        await work.Hurry([ViewReading.Lane]);
        return [IdSource.Platform];
    }

    private byte[] Password(ConnectorSettings? before, Input input, string run)
    {
        var clear = input.Password is { } typed
            ? Encoding.UTF8.GetBytes(secrets.Open(Name, "password", typed))
            : box.Open(ConnectorSettings.Secret, before!.OpenedBy, before.Password); // Refuse has seen to it that there is one
        return box.Seal(ConnectorSettings.Secret, run, clear);
    }

    /// <returns>what can't be called at all; null otherwise</returns>
    internal static Refusal? Wrong(Input input) =>
        input switch
        {
            _ when !IsSocket(input.Host) && Uri.CheckHostName(input.Host) is UriHostNameType.Unknown => new(
                "bad_host",
                $"This is no name or address of a server, nor the folder of a socket."
            ),
            { Port: < 1 or > 65_535 } => new("bad_port", $"A port is 1 to {65_535}."),
            _ when !IsName(input.Database) => new("bad_database", $"The database has a name of {63} characters at most."),
            _ when !IsName(input.UserName) => new("bad_user", $"The role has a name of {63} characters at most."),
            _ => null,
        };

    // Another server, or whoever listens where the connection is less protected, would receive a password that the caller may not know.
    internal static bool KeepsPassword(ConnectorSettings? before, Input input) =>
        IsSamePlace(before, input) && (before!.UserName, before.Encryption) == (input.UserName, input.Encryption);

    /// <summary>The folder of a socket, which a server on this machine listens at.</summary>
    internal static bool IsSocket(string host) => host.StartsWith('/') && !host.Any(letter => char.IsControl(letter) || letter is ',');

    private static bool IsSamePlace(ConnectorSettings? before, Input input) =>
        before is not null && (before.Host, before.Port, before.Database) == (input.Host, input.Port, input.Database);

    private static bool IsSame(ConnectorSettings? now, Input input) =>
        input.Password is null && IsSamePlace(now, input) && (now!.UserName, now.Encryption) == (input.UserName, input.Encryption);

    private static bool IsName(string name) => name.Length is > 0 and <= 63 && !name.Any(char.IsControl);
}
