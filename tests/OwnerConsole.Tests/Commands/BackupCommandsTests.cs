using System.Text.RegularExpressions;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Commands;

[OwnDatabase("Backups are of the private cluster; whoever runs another one makes theirs.")]
[Slow(60, "Backups")]
public sealed partial class BackupCommandsTests : IDisposable
{
    private readonly InstalledConsole _machine = new() { IsBackedUp = true };

    [Fact]
    public async Task A_backup_is_created_verified_listed_and_swapped_in_for_the_data()
    {
        var made = await _machine.Run("backup");
        var id = Id().Match(made.Said).Value;
        var list = await _machine.Run("backup list");
        await File.WriteAllTextAsync(
            _machine.Data + ".erasures",
            "{\"erasure_id\":\"ers_1\",\"tenant_id\":\"tnt_1\",\"what\":\"painting\",\"subject\":\"pnt_1\",\"erased_at\":\"2026-11-20T00:00:00Z\"}\n"
        );
        var held = await _machine.Run("restore --swap");
        File.Delete(_machine.Data + ".erasures");
        Directory.Delete(_machine.Data + ".restoring", recursive: true);
        var restored = await _machine.Run("restore --swap");
        var verified = await _machine.Run("log verify");

        made.Code.ShouldBe(0, made.Said);
        made.Said.ShouldContain("Verified by a test restore");
        list.Said.ShouldStartWith($"{id}  ");
        held.Code.ShouldBe(1, held.Said);
        held.Said.ShouldContain("can't erase");
        restored.Code.ShouldBe(0, restored.Said);
        restored.Said.ShouldContain("The log is intact and the secrets can be decrypted");
        var kept = Kept().Match(restored.Said).Value;
        Directory.Exists(Path.Combine(kept, "postgres")).ShouldBeTrue();
        verified.Code.ShouldBe(0, verified.Said);
    }

    [Fact]
    public async Task A_backup_from_before_a_rekey_needs_the_former_master_key()
    {
        await _machine.Run("migrate");
        await _machine.Run("doctor"); // reads the key ring, which creates it
        var before = Id().Match((await _machine.Run("backup")).Said).Value;
        var former = (await File.ReadAllTextAsync(_machine.MasterKey)).Trim();
        var rekeyed = await _machine.Run("secrets rekey");
        var after = await _machine.Run("backup");

        var withNew = await _machine.Run($"restore --backup {before} --to-point {before} --into {_machine.Data}.one");
        var withFormer = await _machine.Run($"restore --backup {before} --to-point {before} --into {_machine.Data}.two", ("OWNER_CONSOLE_MASTER_KEY", former));
        var sinceThen = await _machine.Run($"restore --into {_machine.Data}.three");

        rekeyed.Code.ShouldBe(0, rekeyed.Said);
        after.Said.ShouldContain("Verified by a test restore");
        withNew.Code.ShouldBe(1, withNew.Said);
        withNew.Said.ShouldContain("For a backup from before the master key was replaced (owner-console secrets rekey), provide the master key of that time");
        withFormer.Code.ShouldBe(0, withFormer.Said);
        sinceThen.Said.ShouldContain("The log is intact and the secrets can be decrypted");
    }

    [Fact]
    public async Task A_restore_that_is_not_possible_explains_why_in_one_line()
    {
        var nowhere = await _machine.Run("restore");
        var keyless = await _machine.Run($"restore --into {_machine.Data}.copy");
        var sheet = await _machine.Run("backup sheet");
        var key = (await File.ReadAllTextAsync(_machine.Data + ".backup-key")).Trim();
        var empty = await _machine.Run($"restore --into {_machine.Data}.copy");
        var time = await _machine.Run($"restore --into {_machine.Data}.copy --to-time soon");
        var bucket = await _machine.Run($"restore --into {_machine.Data}.copy --from s3://backups/console");

        nowhere.ShouldBe((1, "Use either --into DIR to restore next to the live database, or --swap to replace it.\n"));
        keyless.Said.ShouldContain("Restore it from a copy, or set OWNER_CONSOLE_BACKUP_KEY");
        sheet.Said.ShouldContain(key);
        empty.ShouldBe((1, $"{_machine.Data}.backups has no backups. Set their location with --from: it is on the recovery sheet and on the Backups page.\n"));
        time.Said.ShouldContain("soon is not a valid time");
        bucket.Said.ShouldContain("requires an access key");
    }

    public void Dispose() => _machine.Dispose();

    [GeneratedRegex("bak_[0-9a-z]+", RegexOptions.None, 1000)]
    private static partial Regex Id();

    [GeneratedRegex("/[^ ]+before-[0-9-]+", RegexOptions.None, 1000)]
    private static partial Regex Kept();
}
