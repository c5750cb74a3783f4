using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Metrics.Ingest;

/// <summary>Daily counts of a tenant for an export.</summary>
public static class DailyCountsExport
{
    public static readonly ExportPart Part = new(
        "usage_by_day",
        """
        select d.day::text as day, d.events, d.activity, d.sessions, d.seconds, d.members, d.meters
          from core.tenant_days d where d.tenant_id = @tenant and d.day > coalesce(nullif(@after, '')::date, '-infinity') order by d.day limit @most
        """
    );
}
