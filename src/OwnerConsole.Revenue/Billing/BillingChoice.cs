using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Ui.Tables;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Revenue.Billing;

/// <summary>A filter of a list that has fixed values.</summary>
/// <param name="Name">Query parameter.</param>
public sealed record BillingChoice(string Name, string Label, IReadOnlyList<BillingOption> Options)
{
    /// <summary>Creates a filter by status.</summary>
    /// <param name="statuses">All statuses, as Stripe names them.</param>
    public static BillingChoice OfStatuses(params IEnumerable<string> statuses) => OfStatuses([], statuses);

    /// <inheritdoc cref="OfStatuses(IEnumerable{string})"/>
    /// <param name="special">Options before them that select by more than the status.</param>
    public static BillingChoice OfStatuses(IReadOnlyList<BillingOption> special, params IEnumerable<string> statuses) =>
        new("status", "Status", [.. special, .. statuses.Select(status => new BillingOption(status, $"x.status = '{status}'"))]);

    /// <summary>Filter by currency, for all currencies.</summary>
    public static BillingChoice OfCurrencies { get; } =
        new("currency", "Currency", [.. Currency.Codes.Select(code => new BillingOption(code, $"x.currency = '{code}'", code))])
        {
            Description = "Currency: ISO 4217 code in capital letters.",
        };

    /// <summary>Description of the query parameter.</summary>
    public string Description { get; init; } = $"{Label} of the record.";

    public ListFilter ToFilter() =>
        new(Name, Label, [.. Options.Select(option => (option.Value, option.Word))]) { IsSearched = Options.Count > ListFilter.MaxOptions };

    /// <returns>The condition of the chosen value; null if none is chosen.</returns>
    /// <exception cref="Problem">400: the value isn't one of the options.</exception>
    public string? ReadSql(IQueryCollection query) =>
        query.Text(Name) is not { } value
            ? null
            : Options.FirstOrDefault(option => option.Value == value)?.Sql
                ?? throw Problem.Invalid(Name, $"must be one of {string.Join(", ", Options.Select(option => option.Value))}.");
}

/// <summary>A value of a filter.</summary>
/// <param name="Sql">Condition on the record <c>x</c>.</param>
/// <param name="Label">Label of the value; null if it is the value itself.</param>
public sealed record BillingOption(string Value, string Sql, string? Label = null)
{
    public string Word => Label is null ? Wording.Heading(Value) : Wording.Translate(Label);
}
