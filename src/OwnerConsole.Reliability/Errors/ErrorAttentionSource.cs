using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Reliability.Errors;

/// <summary>Lists regressed errors under "Needs attention".</summary>
internal sealed class ErrorAttentionSource : IAttentionSource
{
    public string Permission => ErrorRoutes.Read;

    public async Task<AttentionList> Find(Mode mode, UnitOfWork work)
    {
        var found = await work.One<Row>(
            """
            select count(*) as n, max(g.regressed_at) as last_at
              from errors.groups g
              join errors.decisions d on d.tenant_id = g.tenant_id and d.group_id = g.group_id and d.closed_by is null and d.state = 'resolved'
             where g.tenant_id = 'tnt_platform' and g.regressed_at > d.opened_at
            """
        );
        return AttentionList.OfOne(
            found is { N: > 0 }
                ? new(
                    Urgency.Today,
                    $"{Wording.Count(found.N, "error")} occurred again after being resolved.",
                    $"{ErrorRoutes.Address}?state=regressed",
                    "View errors",
                    Since: found.LastAt
                )
                {
                    Count = found.N,
                }
                : null
        );
    }

    private sealed record Row(long N, DateTimeOffset? LastAt);
}
