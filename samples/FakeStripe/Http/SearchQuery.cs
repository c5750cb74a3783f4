using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FakeStripe.State;

namespace FakeStripe.Http;

/// <summary>Search by equality of fields and metadata. Stripe's search is delayed by up to a minute; this one is not.</summary>
internal static partial class SearchQuery
{
    public static JsonObject Page(ApiCall call, IReadOnlyList<JsonObject> newestFirst)
    {
        var terms = Term().Matches(call.Form.Text("query") ?? "");
        if (terms.Count == 0)
            throw StripeError.Invalid("We were unable to parse your search query.", "query");
        var limit = (int)(call.Form.Number("limit") ?? 10);
        var from = (int)(call.Form.Number("page") ?? 0);
        var found = newestFirst.Where(resource => terms.All(term => Matches(resource, term))).ToList();
        var page = Json.List(call.Path, found.Skip(from).Take(limit).Select(one => one.Copy()), found.Count > from + limit);
        page["object"] = "search_result";
        page["next_page"] = page.Flag("has_more") ? (from + limit).ToString(System.Globalization.CultureInfo.InvariantCulture) : null;
        return page;
    }

    private static bool Matches(JsonObject resource, Match term)
    {
        var field = term.Groups["key"].Success ? resource.Object("metadata").Text(term.Groups["key"].Value) : resource.At(term.Groups["field"].Value);
        return string.Equals(field, term.Groups["value"].Value, StringComparison.OrdinalIgnoreCase);
    }

    [GeneratedRegex("""(?<field>[a-z_.]+)(\[['"](?<key>[^'"]+)['"]\])?:['"](?<value>[^'"]*)['"]""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Term();
}
