using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Revenue.Billing.Public;
using OwnerConsole.Revenue.Stripe.Projection;
using OwnerConsole.Tests.FakeStripes;

namespace OwnerConsole.Tests.Revenue.Stripe;

/// <summary>The page of a copied object describes the source of every field of its billing record.</summary>
public sealed class RecordFieldTests
{
    private static readonly string[] s_combinations = ["anyOf", "oneOf", "allOf"];

    [Fact]
    public async Task Each_column_of_the_billing_tables_is_described()
    {
        await using var console = await TestConsole.Start();
        await using var work = await console.Database.Read();

        foreach (var table in Enum.GetValues<BillingTable>())
        {
            var columns = await work.List<string>(
                "select column_name::text from information_schema.columns where table_schema = 'billing' and table_name = @name order by ordinal_position",
                new { name = table.ToText() }
            );
            RecordFields.Of(table).Select(field => field.Column).ShouldBe(columns, table.ToText());
        }
        RecordFields.Tables.Values.ShouldBe(Enum.GetValues<BillingTable>(), ignoreOrder: true);
    }

    [Fact]
    public void Each_source_is_a_member_in_Stripes_description()
    {
        using var description = StripeContract.Describe();
        var schemas = description.RootElement.GetProperty("components").GetProperty("schemas");

        var unknown = Enum.GetValues<BillingTable>()
            .SelectMany(RecordFields.Of)
            .Where(field => field.Path is not null && !Has(schemas.GetProperty(NameOf(field.Source!)), Members(field.Path), schemas));

        unknown.ShouldBeEmpty();
    }

    /// <returns>The schema's name of a type, such as PaymentIntent for payment_intent.</returns>
    private static string NameOf(string type) => string.Concat(type.Split('_').Select(word => $"{char.ToUpperInvariant(word[0])}{word[1..]}"));

    private static string[] Members(string path) => [.. path.Split('.').Select(member => member.Split('[')[0])];

    /// <returns>Whether the schema, one of its alternatives, or the entries of its list have the member.</returns>
    private static bool Has(JsonElement schema, ReadOnlySpan<string> path, JsonElement schemas)
    {
        if (path.IsEmpty)
            return true;
        if (schema.TryGetProperty("$ref", out var reference))
            return Has(schemas.GetProperty(reference.GetString()!.Split('/')[^1]), path, schemas);
        if (schema.TryGetProperty("items", out var entries))
            return Has(entries, path, schemas);
        if (schema.TryGetProperty("properties", out var members) && members.TryGetProperty(path[0], out var member) && Has(member, path[1..], schemas))
            return true;
        foreach (var combination in s_combinations)
            if (schema.TryGetProperty(combination, out var alternatives))
                foreach (var alternative in alternatives.EnumerateArray())
                    if (Has(alternative, path, schemas))
                        return true;
        return false;
    }
}
