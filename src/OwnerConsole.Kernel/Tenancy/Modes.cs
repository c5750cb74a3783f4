using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>Selects live or demo data for a caller. API keys see their own mode; people see live data, or the demo while there are no live tenants.</summary>
public static class Modes
{
    private static readonly AsyncLocal<ShownMode?> s_request = new();

    /// <summary>Reads the mode that people see once for the current request, for its page, the sidebar and the top bar.</summary>
    public static void KeepForRequest() => s_request.Value = new();

    public static async Task<Mode> Shown(Caller caller, UnitOfWork work)
    {
        if (Known(caller) is { } known)
            return known;
        var mode = await Shown(work);
        if (s_request.Value is { } request)
            request.Mode = mode;
        return mode;
    }

    /// <summary>The same without a connection if the request has read it before.</summary>
    public static async Task<Mode> Shown(Caller caller, Database database, CancellationToken stop)
    {
        if (Known(caller) is { } known)
            return known;
        await using var work = await database.Read(stop);
        return await Shown(caller, work);
    }

    private static Mode? Known(Caller caller) => caller.Mode ?? s_request.Value?.Mode;

    /// <returns>Mode of the tenant; live for the platform.</returns>
    public static Task<Mode> Of(string tenantId, UnitOfWork work) =>
        work.One<Mode>("select mode from core.tenants where tenant_id = @tenantId", new { tenantId });

    /// <returns>Mode that people see.</returns>
    public static Task<Mode> Shown(UnitOfWork work) =>
        work.One<Mode>(
            """
            select case when not exists (select 1 from core.tenants where mode = 'live')
                         and exists (select 1 from core.tenants where mode = 'test') then 'test' else 'live' end
            """
        );

    private sealed class ShownMode
    {
        public Mode? Mode { get; set; }
    }
}
