using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Secrets;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Integrations.Connectors;

/// <summary>Sets the database connection and the role that reads the three views.</summary>
/// <remarks>
/// Unlike for webhooks, hosts on this machine or a private network are allowed: most databases run there, only the team can configure the connection, and the console speaks nothing but
/// PostgreSQL's protocol with its own statements.
/// </remarks>
public sealed class ConfigureConnector(InputSecrets secrets, SecretBox box) : Operation<ConnectorFacts, ConfigureConnector.Input>
{
    private const string Name = "connector.configure";

    public sealed record Input(
        [StringLength(255)] [Description("Host name or IP address of the PostgreSQL server, or the folder of its Unix socket on this machine.")] string Host,
        [StringLength(63)] [Description("Database with the three views.")] string Database,
        [StringLength(63)] [Description("Role that can select from the three views and can't write.")] string UserName,
        [DataType(DataType.Password)]
        [Description("Encrypted. Leave blank to keep the current one; not possible when host, port, database, role or encryption change.")]
            string? Password = null,
        [Description("Usually 5432.")] int Port = 5432,
        [Description("Use no TLS only on trusted networks. The password is never sent unencrypted.")] TlsMode Encryption = TlsMode.Verified
    );

    public override Input Example => new("db.example.com", "studio", "owner_console", "a password");

    public override OperationDefinition Definition =>
        new(Name, "Connect database", "connected")
        {
            Synonyms = "postgres, data source",
            RequiresStepUp = true,
            Subject = "platform",
            Noun = "database",
            DoneSentence = "Database connected",
            RestoredByUndo = "The previous connection, or none.",
            NotRestoredByUndo = "Data that was already synced.",
        };

    public override Task<IReadOnlyList<ConnectorFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) => ConnectorFacts.Load(ids, work);

    public override Refusal? Refuse(ConnectorFacts platform, Input input) =>
        input switch
        {
            _ when Wrong(input) is { } wrong => wrong,
            { Password: null } when !KeepsPassword(platform.Settings, input) => new(
                "password_needed",
                $"Enter the password again, because the host, port, database, role or encryption changed."
            ),
            _ when IsSame(platform.Settings, input) => new("no_change", $"The database already has this connection."),
            _ => null,
        };

    public override Decision Decide(ConnectorFacts platform, Input input) =>
        new(
            IsSamePlace(platform.Settings, input)
                ? Sentence.Say($"The sync continues immediately with the new connection.")
                : Sentence.Say(
                    $"The three views of this database will be read completely, then checked for changes every {ViewReader.IntervalSeconds} seconds."
                ),
            new Effect("port", platform.Settings?.Port, input.Port),
            new Effect("encryption", platform.Settings?.Encryption, input.Encryption)
        );

    public override async Task Execute(IReadOnlyList<ConnectorFacts> accepted, Input input, UnitOfWork work)
    {
        var before = accepted[0].Settings;
        await ConnectorRows.Settings.Close([IdGenerator.Platform], work);
        await work.Execute(
            """
            insert into connectors.settings (tenant_id, opened_by, host, port, database, user_name, password, encryption, opened_at)
            values ('tnt_platform', @run, @Host, @Port, @Database, @UserName, @password, @Encryption, clock_timestamp())
            """,
            new
            {
                run = work.RunId,
                input.Host,
                input.Port,
                input.Database,
                input.UserName,
                password = Password(before, input, work.RunId!), // never null: executed by a run
                input.Encryption,
            }
        );
        if (!IsSamePlace(before, input))
            await ConnectorFacts.Start(SyncCause.Connected, work);
        await work.MakeDue([ViewReader.Lane]);
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<ConnectorFacts> subjects, string undoneRun, UnitOfWork work)
    {
        // A resync has started since, so restoring the previous database would continue it in the middle.
        var hasMovedOn = await work.One<bool>(
            "select exists (select from connectors.syncs where tenant_id = 'tnt_platform' and opened_by = @undoneRun and closed_by is not null)",
            new { undoneRun }
        );
        if (hasMovedOn || subjects.All(platform => platform.Settings?.OpenedBy != undoneRun))
            return [];
        await ConnectorRows.Settings.Undo([IdGenerator.Platform], undoneRun, work);
        await ConnectorRows.Syncs.Undo([IdGenerator.Platform], undoneRun, work);
        await work.MakeDue([ViewReader.Lane]);
        return [IdGenerator.Platform];
    }

    private byte[] Password(ConnectorSettings? before, Input input, string run)
    {
        var clear = input.Password is { } typed
            ? Encoding.UTF8.GetBytes(secrets.Decrypt(Name, "password", typed))
            : box.Decrypt(ConnectorSettings.Secret, before!.OpenedBy, before.Password); // never null: Refuse checks it
        return box.Encrypt(ConnectorSettings.Secret, run, clear);
    }

    /// <returns>The refusal if the connection settings are invalid; null otherwise.</returns>
    internal static Refusal? Wrong(Input input) =>
        input switch
        {
            _ when !IsSocket(input.Host) && Uri.CheckHostName(input.Host) is UriHostNameType.Unknown => new(
                "bad_host",
                $"Enter a valid host name, IP address or folder of a Unix socket."
            ),
            { Port: < 1 or > 65_535 } => new("bad_port", $"The port must be between 1 and {65_535}."),
            _ when !IsName(input.Database) => new("bad_database", $"The database name must have 1 to {63} characters."),
            _ when !IsName(input.UserName) => new("bad_user", $"The role name must have 1 to {63} characters."),
            _ => null,
        };

    // Otherwise another server, or an eavesdropper on a less protected connection, could receive a password that the caller doesn't know.
    internal static bool KeepsPassword(ConnectorSettings? before, Input input) =>
        IsSamePlace(before, input) && (before!.UserName, before.Encryption) == (input.UserName, input.Encryption);

    /// <summary>Whether the host is the folder of a Unix socket on this machine.</summary>
    internal static bool IsSocket(string host) => host.StartsWith('/') && !host.Any(letter => char.IsControl(letter) || letter is ',');

    private static bool IsSamePlace(ConnectorSettings? before, Input input) =>
        before is not null && (before.Host, before.Port, before.Database) == (input.Host, input.Port, input.Database);

    private static bool IsSame(ConnectorSettings? now, Input input) =>
        input.Password is null && IsSamePlace(now, input) && (now!.UserName, now.Encryption) == (input.UserName, input.Encryption);

    private static bool IsName(string name) => name.Length is > 0 and <= 63 && !name.Any(char.IsControl);
}
