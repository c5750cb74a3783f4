using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Backups;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Outbound;
using OwnerConsole.Kernel.Secrets;

namespace OwnerConsole.Reliability.Backups;

/// <summary>Sets where backups are stored and when the daily backup starts. Backups in the previous storage are kept there.</summary>
public sealed class ConfigureBackups(BackupSetup home, OutboundHostPolicy receivers, InputSecrets secrets, SecretBox box)
    : Operation<BackupFacts, ConfigureBackups.Input>
{
    private const string Name = "backup.configure";

    private static readonly StateRows Rows = new("backups.settings", "tenant_id");

    public sealed record Input(
        [StringLength(500)]
        [Description("A folder such as /mnt/backups, or s3://bucket/folder?endpoint=https://…&region=… without a user name or password.")]
            string Address,
        [StringLength(200)] [Description("Access key ID of the bucket. Leave blank for a folder.")] string? KeyId = null,
        [DataType(DataType.Password)]
        [Description("Secret access key of the bucket. Encrypted. Leave blank to keep the current one for the same address and key.")]
            string? Secret = null,
        [Range(0, 23)] [Description("Hour of the daily backup, 0 to 23 in UTC.")] int Hour = BackupSettings.DefaultHour
    );

    public override Input Example => new("/mnt/backups");

    public override OperationDefinition Definition =>
        new(Name, "Set up backups", "set up")
        {
            Subject = "platform",
            Noun = "backup storage",
            DoneSentence = "Backup settings saved",
            RequiresStepUp = true,
            RestoredByUndo = "The previous storage and hour.",
            NotRestoredByUndo = "Backups created in the meantime stay where they are.",
        };

    public override Task<IReadOnlyList<BackupFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) => BackupFacts.Load(ids, home, work);

    public override Refusal? Refuse(BackupFacts platform, Input input) =>
        input switch
        {
            _ when !platform.HasEngine => new("backups_unavailable", $"The console does not create backups of this database."),
            { Hour: < 0 or > 23 } => new("bad_hour", $"The hour must be between {0} and {23}."),
            _ when !IsBucket(input) && !home.Allows(input.Address) => new(
                "bad_address",
                $"Backups are not allowed in this folder. Use a full path below the folders in OWNER_CONSOLE_BACKUP_ROOTS. Default: /mnt, /media, /srv, /backup, /backups and /var/backups."
            ),
            _ when IsBucket(input) && !IsReadable(input.Address) => new(
                "bad_address",
                $"A bucket must have the form s3://bucket/folder?endpoint=https://…&region=…, without a user name or password."
            ),
            _ when IsBucket(input) && Endpoint(input.Address) is { } endpoint && receivers.FindServerProblem(endpoint) is { } trouble => trouble
                is "local_address"
                ? new("local_address", $"The endpoint can't be this machine, because its backups would be lost with it.")
                : new("bad_address", $"The endpoint must be an https URL without a user name or password."),
            { KeyId: null } when IsBucket(input) => new("key_needed", $"A bucket requires an access key ID and its secret."),
            { Secret: null } when IsBucket(input) && !KeepsSecret(platform.Settings, input) => new("secret_needed", $"Enter the secret of this access key."),
            _ when IsSame(platform.Settings, input) => new("no_change", $"Backups already have these settings."),
            _ => null,
        };

    public override Decision Decide(BackupFacts platform, Input input) =>
        new(
            $"Backups and the write-ahead log will be stored here from now on. The first backup starts immediately.",
            new Effect("hour", platform.Settings?.Hour, input.Hour)
        );

    public override async Task Execute(IReadOnlyList<BackupFacts> accepted, Input input, UnitOfWork work)
    {
        await Rows.Close([IdGenerator.Platform], work);
        await work.Execute(
            """
            insert into backups.settings (tenant_id, opened_by, address, key_id, secret, hour, opened_at)
            values ('tnt_platform', @run, @Address, @keyId, @secret, @Hour, clock_timestamp())
            """,
            new
            {
                run = work.RunId,
                input.Address,
                keyId = IsBucket(input) ? input.KeyId : null,
                secret = Secret(accepted[0].Settings, input, work.RunId!), // never null: executed by a run
                input.Hour,
            }
        );
        work.Notify(BackupScheduler.NotificationChannel);
    }

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<BackupFacts> subjects, string undoneRun, UnitOfWork work) =>
        Rows.Undo([IdGenerator.Platform], undoneRun, work);

    private byte[]? Secret(BackupSettings? before, Input input, string run)
    {
        if (!IsBucket(input))
            return null;
        var clear = input.Secret is { } typed
            ? Encoding.UTF8.GetBytes(secrets.Decrypt(Name, "secret", typed))
            : box.Decrypt(BackupSettings.Kind, before!.OpenedBy, before.Secret); // never null: Refuse checks it
        return box.Encrypt(BackupSettings.Kind, run, clear);
    }

    private static bool IsBucket(Input input) => input.Address.StartsWith("s3://", StringComparison.Ordinal);

    private static bool IsReadable(string address) =>
        !address.Any(char.IsControl)
        && Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && uri is { Host.Length: > 0, UserInfo.Length: 0, Fragment.Length: 0 }
        && !address.Split('?')[0].Split('/').Any(part => part is "." or "..")
        && QueryHelpers.ParseQuery(uri.Query) is var words
        && words.All(word => word.Key is "endpoint" or "region" && word.Value.Count == 1)
        && words.GetValueOrDefault("region").ToString().All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-'); // the region becomes part of a host name

    private static string? Endpoint(string address) =>
        QueryHelpers.ParseQuery(new Uri(address).Query).TryGetValue("endpoint", out var endpoint) ? endpoint.ToString() : null;

    // Otherwise a user who doesn't know the stored secret could have it sent to another server.
    private static bool KeepsSecret(BackupSettings? before, Input input) =>
        before?.Secret is not null && (before.Address, before.KeyId) == (input.Address, input.KeyId);

    private static bool IsSame(BackupSettings? now, Input input) =>
        input.Secret is null && now is not null && (now.Address, now.KeyId, now.Hour) == (input.Address, IsBucket(input) ? input.KeyId : null, input.Hour);
}
