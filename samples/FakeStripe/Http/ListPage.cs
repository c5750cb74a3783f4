using System.Text.Json.Nodes;
using FakeStripe.State;

namespace FakeStripe.Http;

/// <summary>Cursor lists: filters, <c>created</c> ranges, <c>limit</c>, <c>starting_after</c>, <c>ending_before</c>, <c>has_more</c>.</summary>
internal static class ListPage
{
    private const int DefaultLimit = 10;
    private const int MaxLimit = 100;

    /// <param name="newestFirst">All resources of the list.</param>
    /// <param name="filters">Parameters that must equal the field of the same name, or the field behind a colon: <c>subscription:parent.subscription</c>.</param>
    public static JsonObject Of(ApiCall call, IReadOnlyList<JsonObject> newestFirst, params string[] filters) => Of(call, newestFirst, _ => true, filters);

    /// <param name="isIn">Filter that is not an equality. The cursor can be a resource that no filter selects.</param>
    public static JsonObject Of(ApiCall call, IReadOnlyList<JsonObject> newestFirst, Func<JsonObject, bool> isIn, params string[] filters)
    {
        var form = call.Form;
        var limit = form.Number("limit") ?? DefaultLimit;
        if (limit is < 1 or > MaxLimit)
            throw StripeError.Invalid($"limit must be between 1 and {MaxLimit}.", "limit", "parameter_invalid_integer");
        if (form.Text("ending_before") is { } before)
        {
            var newer = newestFirst.Take(Cursor(newestFirst, before, "ending_before")).Where(IsMatching).ToList();
            var start = Math.Max(0, newer.Count - (int)limit);
            return Page(call, newer.Skip(start), start > 0);
        }
        var from = form.Text("starting_after") is { } after ? Cursor(newestFirst, after, "starting_after") + 1 : 0;
        var older = newestFirst.Skip(from).Where(IsMatching).Take((int)limit + 1).ToList();
        return Page(call, older.Take((int)limit), older.Count > limit);

        bool IsMatching(JsonObject resource) =>
            isIn(resource) && filters.All(filter => IsEqual(form, resource, filter)) && IsInRange(form, resource, "created");
    }

    /// <returns>True if the parameter is absent, equals the field, or names a range (gt, gte, lt, lte) that contains it.</returns>
    public static bool IsInRange(JsonObject form, JsonObject resource, string name)
    {
        if (form[name] is not JsonObject range)
            return form.Number(name) is not { } exact || resource.Number(name) == exact;
        return resource.Number(name) is { } value
            && (range.Number("gt") is not { } gt || value > gt)
            && (range.Number("gte") is not { } gte || value >= gte)
            && (range.Number("lt") is not { } lt || value < lt)
            && (range.Number("lte") is not { } lte || value <= lte);
    }

    private static bool IsEqual(JsonObject form, JsonObject resource, string filter)
    {
        var (param, field) = filter.Split(':') is [var left, var right] ? (left, right) : (filter, filter);
        return form.Text(param) is not { } wanted || string.Equals(resource.At(field), wanted, StringComparison.OrdinalIgnoreCase);
    }

    private static int Cursor(IReadOnlyList<JsonObject> newestFirst, string id, string param)
    {
        for (var at = 0; at < newestFirst.Count; at++)
            if (newestFirst[at].Text("id") == id)
                return at;
        throw StripeError.Missing($"No such object: '{id}'", param);
    }

    private static JsonObject Page(ApiCall call, IEnumerable<JsonObject> page, bool hasMore) =>
        Json.List(call.Path, page.Select(resource => resource.Copy()), hasMore);
}
