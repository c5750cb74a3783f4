using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Ui.Tables;

namespace OwnerConsole.Reliability.Webhooks;

/// <summary>Which deliveries are meant: those about tenants that the caller may see.</summary>
/// <param name="Event">its whole name</param>
/// <param name="Cursor">where a page before ended</param>
public sealed record DeliveryFilter(
    Caller Caller,
    string? EndpointId = null,
    DeliveryState? State = null,
    string? Event = null,
    string? Cursor = null,
    int Limit = 50
)
{
    /// <summary>The part that an endpoint's own page stands for.</summary>
    public const string Endpoint = "endpoint";

    /// <summary>Parts of an address.</summary>
    public static readonly IReadOnlyList<ListFilter> Filters = [ListFilter.Of<DeliveryState>("state", "State", Word), new("event", "Event")];

    public static string Word(DeliveryState state) =>
        state switch
        {
            DeliveryState.Pending => "Waits",
            DeliveryState.Succeeded => "Told",
            _ => "Given up",
        };

    public static ListAddress Address(string home, HttpRequest request) => ListAddress.Of(home, request, part => Filters.Any(filter => filter.Name == part));

    /// <exception cref="Problem">400 that names the part it can't read</exception>
    public static DeliveryFilter Read(HttpRequest request, Caller caller) =>
        new(caller, EndpointId: null, request.Word<DeliveryState>("state"), request.Text("event"), request.Text("cursor"));

    /// <param name="query">as what is done to all that match says it, with the endpoint whose page it is</param>
    /// <exception cref="Problem">400 that names the part it can't read</exception>
    public static DeliveryFilter Read(IReadOnlyDictionary<string, string> query, Caller caller)
    {
        if (query.Keys.FirstOrDefault(part => part != Endpoint && Filters.All(filter => filter.Name != part)) is { } unknown)
            throw Problem.Invalid(
                $"query.{unknown}",
                $"is not known here. Known: {string.Join(", ", Filters.Select(filter => filter.Name).Append(Endpoint))}."
            );
        var asked = new QueryCollection(query.ToDictionary(pair => pair.Key, pair => new StringValues(pair.Value)));
        return new(caller, asked.Text(Endpoint), asked.Word<DeliveryState>("state"), asked.Text("event"));
    }

    /// <summary>Only what is asked of: the index that has the order decides how a page is found.</summary>
    internal string Sql =>
        $"""
            where (@population::text is null or coalesce(t.population, e.population) = @population) and (@onlyTenant::text is null or d.tenant_id = @onlyTenant)
             {(EndpointId is null ? "" : "and d.endpoint_id = @endpointId")}
             {(State is { } state ? $"and d.state = '{state.ToText()}'" : "")}
             {(Event is null ? "" : "and d.event = @event")}
             {(Cursor is null ? "" : "and (d.made_at, d.delivery_id) < (@beforeAt, @beforeId)")}
            """;

    internal object Arguments
    {
        get
        {
            var (beforeAt, beforeId) = Cursor is null ? default : Kernel.Data.Cursor.ReadInstant(Cursor);
            return new
            {
                population = Caller.Population,
                onlyTenant = Caller.OnlyTenant,
                endpointId = EndpointId,
                @event = Event,
                beforeAt,
                beforeId,
                limit = Limit,
            };
        }
    }
}
