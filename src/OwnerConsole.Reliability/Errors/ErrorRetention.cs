using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Reliability.Errors;

/// <summary>Deletes errors that have not occurred for longer than the retention period, and older occurrences of the others.</summary>
public sealed class ErrorRetention(Database database) : Retention(database)
{
    public static readonly Setting KeepDays = new(
        "errors.keep_days",
        SettingCategory.Features,
        "Error retention",
        "Errors that have not occurred for this many days are deleted, as are older occurrences of the others.",
        "90"
    )
    {
        Kind = FieldKind.Number,
        Min = 7,
        Max = 730,
        Unit = "days",
        DescribeEffect = (_, _) => Task.FromResult(Sentence.Say($"Older errors are deleted within an hour. This can't be undone.")),
        Synonyms = "exceptions, Sentry",
    };

    public override string Name => "errors.forget";

    public override string Title => "Delete old errors";

    private static string Oldest => $"now() - {KeepDays.IntervalSql}";

    protected override Task<IReadOnlyList<string>> FindTenants(int limit, UnitOfWork reading) =>
        reading.List<string>(
            $"""
            select tenant_id from errors.events where occurred_at < {Oldest}
            union
            select tenant_id from errors.affected where last_seen_at < {Oldest}
            union
            select tenant_id from errors.groups where tenant_id = 'tnt_platform' and last_seen_at < {Oldest}
            union
            select tenant_id from errors.hours where bucket_at < {Oldest}
            union
            select tenant_id from errors.sightings where last_seen_at < {Oldest}
            limit @limit
            """,
            new { limit }
        );

    protected override async Task Delete(IReadOnlyList<string> tenants, UnitOfWork work)
    {
        await work.Execute($"delete from errors.events where tenant_id = any(@tenants) and occurred_at < {Oldest}", new { tenants });
        await work.Execute($"delete from errors.affected where tenant_id = any(@tenants) and last_seen_at < {Oldest}", new { tenants });
        await work.Execute($"delete from errors.hours where tenant_id = 'tnt_platform' and bucket_at < {Oldest}");
        await work.Execute($"delete from errors.sightings where tenant_id = 'tnt_platform' and last_seen_at < {Oldest}");
        await work.Execute($"delete from errors.releases where tenant_id = 'tnt_platform' and last_seen_at < {Oldest}");
        await work.Execute(
            $"""
            delete from errors.decisions d using errors.groups g
             where d.tenant_id = 'tnt_platform' and g.tenant_id = d.tenant_id and g.group_id = d.group_id and g.last_seen_at < {Oldest}
            """
        );
        await work.Execute($"delete from errors.groups where tenant_id = 'tnt_platform' and last_seen_at < {Oldest}");
    }
}
