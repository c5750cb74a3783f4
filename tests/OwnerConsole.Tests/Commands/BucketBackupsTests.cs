using System.Text.Json;
using System.Text.RegularExpressions;
using OwnerConsole.Fixtures;
using OwnerConsole.Hosting.EmbeddedPostgres;
using OwnerConsole.Tests.Docs;

namespace OwnerConsole.Tests.Commands;

/// <summary>A backup end to end with a third-party S3 server: configured on the page, created automatically and on demand, verified, listed and restored.</summary>
[OwnDatabase("Backups are of the private cluster; whoever runs another one makes theirs.")]
public sealed partial class BucketBackupsTests : IDisposable
{
    private const int Terminate = 15;

    private readonly InstalledConsole _machine = new() { IsBackedUp = true };
    private readonly InstalledConsole _other = new() { IsBackedUp = true };

    [Fact]
    [Trait("When", "nightly")]
    public async Task Another_machine_restores_backups_from_a_bucket_with_the_recovery_sheet()
    {
        await using var bucket = await S3Server.Start();
        var (address, secret) = (bucket.Store.Address, bucket.Store.Secret!); // the server has a secret
        var local = ("OWNER_CONSOLE_PRIVATE_RECEIVERS", "allow"); // The bucket is on this machine.
        using var served = _machine.Start("serve", local);
        await _machine.Ready(served);
        await using var inside = await InstalledCluster.Of(_machine.Data, _machine.MasterKey);
        var app = TestApplication.WithKey(_machine.Address, await inside.Key());
        await app.Await("/api/v1/backups", backups => Health(backups) == "green");

        await app.Tenant("first");
        await app.Run(
            "backup.configure",
            "tnt_platform",
            new
            {
                address,
                key_id = bucket.Store.KeyId,
                secret,
            }
        );
        var byItself = await app.Await("/api/v1/backups", backups => Health(backups) == "green" && Good(backups, address) == 1);
        await app.Tenant("second");
        await app.Run("backup.take", "tnt_platform");
        var onDemand = await app.Await("/api/v1/backups", backups => Health(backups) == "green" && Good(backups, address) == 2);
        var shipped = await app.Await("/api/v1/backups", backups => backups.GetProperty("rpo_seconds").ValueKind is JsonValueKind.Number);
        var list = await _machine.Run("backup list", local);
        var beside = await _machine.Run($"restore --into {_machine.Data}.copy", local); // gets their location and the secret from the console
        var sheet = await _machine.Run("backup sheet");
        Posix.Signal(served.Id, Terminate);
        await InstalledConsole.End(served);
        var (wrong, right) = (Keys(sheet.Said, "wrong", "wrong"), Keys(sheet.Said, bucket.Store.KeyId!, secret));
        var refused = await _other.Run($"restore --from {address} --into {_other.Data}", wrong);
        var elsewhere = await _other.Run($"restore --from {address} --into {_other.Data}", right);
        var whole = await _other.Run("log verify", right);

        byItself.GetProperty("backups")[0].GetProperty("tenants").GetInt64().ShouldBe(1);
        onDemand.GetProperty("backups")[0].GetProperty("tenants").GetInt64().ShouldBe(2);
        onDemand.GetProperty("rto_seconds").GetDouble().ShouldBeInRange(0.1, 60);
        shipped.GetProperty("rpo_seconds").GetDouble().ShouldBeInRange(0, 120);
        Line().Count(list.Said).ShouldBe(2, list.Said);
        beside.Code.ShouldBe(0, beside.Said);
        beside.Said.ShouldContain("verified: 2 tenants");
        refused.Code.ShouldBe(1);
        refused.Said.ShouldContain($"{address} failed: ");
        elsewhere.Code.ShouldBe(0, elsewhere.Said);
        elsewhere.Said.ShouldContain("verified: 2 tenants");
        whole.Code.ShouldBe(0, whole.Said);
    }

    public void Dispose()
    {
        _machine.Dispose();
        _other.Dispose();
    }

    private static (string, string)[] Keys(string sheet, string id, string secret) =>
        [
            ("OWNER_CONSOLE_BACKUP_KEY", OnSheet(sheet, "Backup key")),
            ("OWNER_CONSOLE_MASTER_KEY", OnSheet(sheet, "Master key")),
            ("AWS_ACCESS_KEY_ID", id),
            ("AWS_SECRET_ACCESS_KEY", secret),
        ];

    private static string OnSheet(string sheet, string word) => Regex.Match(sheet, word + @"\s+(\S+)").Groups[1].Value;

    private static string? Health(JsonElement backups) => backups.GetProperty("health").GetString();

    private static int Good(JsonElement backups, string address) =>
        backups
            .GetProperty("backups")
            .EnumerateArray()
            .Count(row => row.GetProperty("state").GetString() == "verified" && row.GetProperty("address").GetString() == address);

    [GeneratedRegex("^bak_", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Line();
}
