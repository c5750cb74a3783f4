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
    public static JsonObject Of(ApiCall call, IEnumerable<JsonObject> newestFirst, params string[] filters)
    {
        var form = call.Form;
        var limit = form.Number("limit") ?? DefaultLimit;
        if (limit is < 1 or > MaxLimit)
            throw StripeError.Invalid($"limit must be between 1 and {MaxLimit}.", "limit", "parameter_invalid_integer");
        var matching = newestFirst.Where(resource => filters.All(filter => IsEqual(form, resource, filter)) && IsInRange(form, resource, "created")).ToList();
        if (form.Text("ending_before") is { } before)
        {
            var end = Cursor(matching, before, "ending_before");
            var start = Math.Max(0, end - (int)limit);
            return Page(call, matching[start..end], start > 0);
        }
        var from = form.Text("starting_after") is { } after ? Cursor(matching, after, "starting_after") + 1 : 0;
        return Page(call, matching.Skip(from).Take((int)limit), matching.Count > from + limit);
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

    private static int Cursor(List<JsonObject> matching, string id, string param) =>
        matching.FindIndex(resource => resource.Text("id") == id) is >= 0 and var at ? at : throw StripeError.Missing($"No such object: '{id}'", param);

    private static JsonObject Page(ApiCall call, IEnumerable<JsonObject> page, bool hasMore) =>
        Json.List(call.Path, page.Select(resource => resource.Copy()), hasMore);
}
