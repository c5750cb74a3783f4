using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Ui.Tables;

namespace OwnerConsole.Revenue.Stripe.Events;

/// <summary>The filter of a list of Stripe events.</summary>
/// <param name="Type">Complete type of the event.</param>
/// <param name="Text">Complete id of an event or of its object.</param>
/// <param name="Cursor">Position where the previous page ended.</param>
public sealed record StripeEventFilter(
    Mode? Mode = null,
    StripeEventState? State = null,
    string? Type = null,
    string? Text = null,
    string? Cursor = null,
    int Limit = 50
)
{
    /// <summary>Name of the sort order in the query string.</summary>
    public const string Time = "received_at";

    /// <summary>Query parameters of the filter.</summary>
    public static readonly IReadOnlyList<string> ParameterNames = ["q", "state", "type", "mode"];

    /// <summary>Filters that are shown above the list.</summary>
    public static readonly IReadOnlyList<ListFilter> Filters =
    [
        ListFilter.Of<StripeEventState>("state", "State", Word),
        new("type", "Type"),
        ListFilter.Of<Mode>("mode", "Mode", mode => mode is OwnerConsole.Data.Mode.Live ? "Live" : "Test"),
    ];

    public static string Word(StripeEventState state) =>
        state switch
        {
            StripeEventState.Pending => "Pending",
            StripeEventState.Processed => "Processed",
            StripeEventState.Failed => "Failed",
            _ => "Stored only",
        };

    public TimeOrder Order { get; init; }

    public static ListAddress Address(HttpRequest request) => ListAddress.Of(StripeEventRoutes.Address, request, ParameterNames.Contains);

    /// <param name="caller">A test key sees only events of test mode.</param>
    /// <exception cref="Problem">400 that names the invalid parameter.</exception>
    public static StripeEventFilter Read(IQueryCollection query, Caller caller) =>
        new(
            caller.Mode is OwnerConsole.Data.Mode.Test ? caller.Mode : query.Word<Mode>("mode"),
            query.Word<StripeEventState>("state"),
            query.Text("type"),
            query.SearchText(),
            query.Text("cursor")
        )
        {
            Order = TimeOrder.Read(query, Time),
        };

    internal string Where =>
        "where e.tenant_id = 'tnt_platform'"
        + Conditions.And(
            (Mode is not null, $"e.mode = '{Mode?.ToText()}'"),
            (State is not null, $"e.state = '{State?.ToText()}'"),
            (Type is not null, "e.type = @type"),
            (Text is not null, "(e.event_id = @text or e.object_id = @text)"),
            (Cursor is not null, $"(e.received_at, e.event_id) {Order.After} (@lastAt, @lastId)")
        );

    internal object Arguments
    {
        get
        {
            var (lastAt, lastId) = Cursor is null ? default : OwnerConsole.Data.Cursor.ReadInstant(Cursor);
            return new
            {
                type = Type,
                text = Text,
                lastAt,
                lastId,
                limit = Limit,
            };
        }
    }
}
