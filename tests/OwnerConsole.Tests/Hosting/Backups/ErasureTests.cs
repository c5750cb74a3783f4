using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Hosting.Backups;
using OwnerConsole.Kernel.Backups;

namespace OwnerConsole.Tests.Hosting.Backups;

/// <summary>Erased people stay erased, whichever copy of the database is restored.</summary>
public sealed class ErasureTests : IDisposable
{
    private readonly TempDirectory _place = new();

    private ErasureFile Ledger => new(Path.Combine(_place.Path, "erasures"));

    [Fact]
    public async Task An_older_copy_of_the_database_repeats_erasures_before_it_serves()
    {
        await using var older = await TestConsole.Start();
        var tenant = await (await TestApplication.Connect(older)).Tenant("erased-again", members: 2);
        var member = await Member(older, tenant);
        Ledger.Append([new("ers_1", tenant, "member", member, DateTimeOffset.UnixEpoch)]);

        await using (await Restarted(older, Ledger)) { }

        await using var work = await older.Database.Read();
        (await work.List<string?>("select name from core.members where tenant_id = @tenant order by name", new { tenant })).ShouldBe(["m2", null]);
        (await work.One<long>("select count(*) from core.log where code = 'erased_again'")).ShouldBe(1);
        (await work.One<string>("select erasure_id from core.erasures")).ShouldBe("ers_1");
    }

    [Fact]
    public async Task Erasures_are_recorded_outside_the_database_and_not_repeated()
    {
        await using var console = await TestConsole.Start(options => options with { Erasures = Ledger.Path });
        var tenant = await (await TestApplication.Connect(console)).Tenant("erased-once", members: 1);
        var member = await Member(console, tenant);
        var erasures = console.Services.GetRequiredService<ErasureLedger>();

        await using (var work = await console.Database.Write(WriteOrigin.Intake("test"), [tenant]))
        {
            await erasures.Write("member", tenant, [member], work);
            await work.Commit();
        }
        for (var left = 600; Ledger.Read().Count == 0; left--)
        {
            left.ShouldBeGreaterThan(0);
            await Task.Delay(50);
        }

        Ledger.Read().ShouldHaveSingleItem().Subject.ShouldBe(member);
        (await erasures.Replay(CancellationToken.None)).ShouldBe(0);
    }

    [Fact]
    public async Task A_release_that_cannot_repeat_an_erasure_does_not_start()
    {
        await using var older = await TestConsole.Start();
        Ledger.Append([new("ers_1", IdGenerator.Platform, "painting", "pnt_1", DateTimeOffset.UnixEpoch)]);

        var refused = await Should.ThrowAsync<BackupException>(() => Restarted(older, Ledger));

        refused.Message.ShouldContain("contains a painting, which this release can't erase");
    }

    [Fact]
    public async Task The_erasure_ledger_is_backed_up_and_merged_with_the_local_one()
    {
        Erasure[] erased =
        [
            .. Enumerable.Range(1, 3).Select(number => new Erasure($"ers_{number}", "tnt_1", "member", $"mem_{number}", DateTimeOffset.UnixEpoch)),
        ];
        using var vault = new EncryptedStore(BackupStores.Open(new(Path.Combine(_place.Path, "store"))), new(new byte[32]));
        Ledger.Append(erased[..2]);
        var stored = await ErasureLedgerStore.Put(vault, "c1", Ledger, CancellationToken.None);
        var again = await ErasureLedgerStore.Put(vault, "c1", Ledger, CancellationToken.None);
        var (here, copys) = (new ErasureFile(Path.Combine(_place.Path, "here")), new ErasureFile(Path.Combine(_place.Path, "copy")));
        here.Append([erased[2], erased[0]]);

        await ErasureLedgerStore.Merge(vault, "c1", here, copys, CancellationToken.None);

        (stored, again).ShouldBe((2, 0));
        copys.Read().Select(erasure => erasure.ErasureId).ShouldBe(["ers_3", "ers_1", "ers_2"]);
    }

    public void Dispose() => _place.Dispose();

    /// <summary>Starts another console on the same database.</summary>
    private static Task<WebApplication> Restarted(TestConsole console, ErasureFile ledger) =>
        ConsoleHost.Build(console.Options with { Erasures = ledger.Path });

    private static async Task<string> Member(TestConsole console, string tenant)
    {
        await using (var work = await console.Database.Write(WriteOrigin.Intake("test"), [tenant]))
        {
            await work.Execute("update core.members set name = external_id where tenant_id = @tenant", new { tenant });
            await work.Commit();
        }
        await using var reading = await console.Database.Read();
        return (await reading.One<string>("select member_id from core.members where tenant_id = @tenant order by external_id limit 1", new { tenant }))!;
    }
}
