using System.Text.Json.Nodes;
using FakeStripe.State;

namespace FakeStripe.Http;

/// <summary>Replaces ids by their resources where <c>expand[]</c> asks for it.</summary>
internal static class Expansion
{
    private const int MaxDepth = 4;

    /// <param name="answer">A copy that is changed; the stored resources stay untouched.</param>
    public static void Apply(JsonObject answer, IEnumerable<string> paths, StripeAccount account)
    {
        foreach (var path in paths)
        {
            var names = path.Split('.');
            if (names.Length > MaxDepth + (names[0] == "data" ? 1 : 0))
                throw StripeError.Invalid($"You cannot expand more than {MaxDepth} levels of a property. Property: {path}", "expand");
            Expand(answer, names, account);
        }
    }

    private static void Expand(JsonNode? at, ReadOnlySpan<string> names, StripeAccount account)
    {
        if (names.IsEmpty || at is null)
            return;
        if (at is JsonArray array)
        {
            for (var item = 0; item < array.Count; item++)
                Expand(array[item], names, account);
            return;
        }
        if (at is not JsonObject resource)
            return;
        var name = names[0];
        if (account.Included(resource, name) is { } list)
            resource[name] = list;
        else if (resource[name] is JsonValue id && account.Store.Find(id.ToString()) is { } found)
            resource[name] = found.Copy();
        else if (resource[name] is JsonArray ids)
            for (var item = 0; item < ids.Count; item++)
                if (ids[item] is JsonValue one && account.Store.Find(one.ToString()) is { } member)
                    ids[item] = member.Copy();
        Expand(resource[name], names[1..], account);
    }
}
