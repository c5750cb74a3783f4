using OwnerConsole.Data;

namespace OwnerConsole.Messaging.Automations;

/// <summary>A webhook endpoint of a step that doesn't receive the events of the tenants of a mode.</summary>
/// <param name="Mode">Mode of the tenants whose events it can receive.</param>
/// <param name="IsDisabled">Whether it receives no events at all at the moment.</param>
public sealed record SilentEndpoint(string EndpointId, Mode Mode, bool IsDisabled)
{
    /// <param name="input">Normalized input. It has at most 30 steps.</param>
    /// <param name="mode">Mode of the tenants.</param>
    /// <returns>Endpoints that are disabled or receive only events of the other mode, ordered by id. Removed ones are missing.</returns>
    internal static async Task<IReadOnlyList<SilentEndpoint>> List(AutomationInput input, Mode mode, UnitOfWork reading)
    {
        var ids = input.Endpoints;
        return ids.Length == 0
            ? []
            : await reading.List<SilentEndpoint>(
                """
                select c.endpoint_id, c.mode, c.is_disabled
                  from (select e.endpoint_id, e.mode,
                               exists (select from webhooks.disabled d
                                        where d.tenant_id = e.tenant_id and d.endpoint_id = e.endpoint_id and d.closed_by is null) as is_disabled
                          from webhooks.endpoints e
                         where e.tenant_id = 'tnt_platform' and e.closed_by is null and e.endpoint_id = any(@ids)) c
                 where c.is_disabled or c.mode <> @mode
                 order by c.endpoint_id
                """,
                new { ids, mode }
            );
    }
}
