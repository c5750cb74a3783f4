using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Ui.Tables;

namespace OwnerConsole.Integrations.Webhooks;

/// <summary>The filter of a list of deliveries, limited to tenants that the caller can see.</summary>
/// <param name="Event">Complete name of the event.</param>
/// <param name="Search">Resolved search text.</param>
/// <param name="Cursor">Position where the previous page ended.</param>
public sealed record DeliveryFilter(
    Caller Caller,
    string? EndpointId = null,
    DeliveryState? State = null,
    string? Event = null,
    DeliverySearch? Search = null,
    string? Cursor = null,
    int Limit = 50
)
{
    /// <summary>Name of the sort order in the query string.</summary>
    public const string Time = "created_at";

    /// <summary>Query parameter that limits a selection to one endpoint; an endpoint's own page implies it.</summary>
    public const string Endpoint = "endpoint";

    /// <summary>Query parameters of the filter.</summary>
    public static readonly IReadOnlyList<string> ParameterNames = ["q", "state", "event"];

    /// <summary>Filters that are shown above the list.</summary>
    public static readonly IReadOnlyList<ListFilter> Filters = [ListFilter.Of<DeliveryState>("state", "State", Word), new("event", "Event")];

    public static string Word(DeliveryState state) =>
        state switch
        {
            DeliveryState.Pending => "Pending",
            DeliveryState.Succeeded => "Delivered",
            _ => "Failed",
        };

    public TimeOrder Order { get; init; }

    public static ListAddress Address(string home, HttpRequest request) => ListAddress.Of(home, request, ParameterNames.Contains);

    /// <exception cref="Problem">400 that names the invalid parameter.</exception>
    public static async Task<DeliveryFilter> Read(IQueryCollection query, Caller caller, UnitOfWork work) =>
        new(
            caller,
            EndpointId: null,
            query.Word<DeliveryState>("state"),
            query.Text("event"),
            query.SearchText() is { } text ? await DeliverySearch.Find(text, caller, work) : null,
            query.Text("cursor")
        )
        {
            Order = TimeOrder.Read(query, Time),
        };

    internal string Where =>
        "where true"
        + Conditions.And(
            (Caller.Mode is not null, IsOfMode),
            (Caller.OnlyTenant is not null, "d.tenant_id = @onlyTenant"),
            (EndpointId is not null, "d.endpoint_id = @endpointId"),
            (State is not null, $"d.state = '{State?.ToText()}'"),
            (Event is not null, "d.event = @event"),
            (Cursor is not null, $"(d.created_at, d.delivery_id) {Order.After} (@lastAt, @lastId)")
        );

    /// <summary>A test event concerns no tenant, so it takes its endpoint's mode.</summary>
    private const string IsOfMode = """
        coalesce((select t.mode from core.tenants t where t.tenant_id = d.tenant_id),
                 (select e.mode from webhooks.endpoints e where e.tenant_id = 'tnt_platform' and e.endpoint_id = d.endpoint_id)) = @mode
        """;

    internal object Arguments
    {
        get
        {
            var (lastAt, lastId) = Cursor is null ? default : OwnerConsole.Data.Cursor.ReadInstant(Cursor);
            return new
            {
                mode = Caller.Mode,
                onlyTenant = Caller.OnlyTenant,
                endpointId = EndpointId,
                @event = Event,
                tenants = Search?.Tenants ?? [],
                endpoints = Search?.Endpoints ?? [],
                events = Search?.Events ?? [],
                ids = Search?.Ids ?? [],
                lastAt,
                lastId,
                limit = Limit,
            };
        }
    }
}
