using Npgsql;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Tests.Laws;

/// <summary>The console of the law tests: the product and the rehearsed operations.</summary>
public sealed class RehearsalConsole : TestConsole
{
    /// <summary>Makes every write to the log fail.</summary>
    public const string NoMemory =
        "create or replace function core.break_law() returns trigger language plpgsql as 'begin raise exception $$no memory is left$$ using errcode = $$53200$$; end'";

    public const string AllIsWell = "create or replace function core.break_law() returns trigger language plpgsql as 'begin return null; end'";

    public static readonly IReadOnlyList<Module> All = [.. ModuleList.All, new Rehearsals.Module()];

    protected override IReadOnlyList<Module> Modules => All;

    /// <summary>Backups are available but not scheduled, and requested ones are not started.</summary>
    protected override async Task<HostOptions> Change(HostOptions plain) =>
        (await base.Change(plain)) with
        {
            Backups = new(await TestCluster.Current.Backups()) { IsScheduled = false },
        };

    /// <summary>The trigger exists from the start, because creating and dropping it would invalidate every plan that uses the log.</summary>
    protected override async Task<Connections> Copy()
    {
        var copy = await base.Copy();
        await using var super = await TestCluster.Current.OpenAsSuper(copy);
        await using var command = new NpgsqlCommand(
            $"{AllIsWell}; create trigger break_law before insert on core.log for each statement execute function core.break_law()",
            super
        );
        await command.ExecuteNonQueryAsync();
        return copy;
    }
}
