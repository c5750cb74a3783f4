using System.Globalization;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Revenue.Stripe.Accounts;
using OwnerConsole.Revenue.Stripe.Projection;
using Stripe;

namespace OwnerConsole.Revenue.Stripe.Writes;

/// <summary>Asks Stripe which amount a change of a subscription brings, without changing it.</summary>
public sealed class ProrationPreview(StripeClients clients)
{
    /// <summary>Parameter with the time from which the difference is calculated.</summary>
    public const string DateField = "proration_date";

    /// <summary>A preview doesn't wait longer for Stripe.</summary>
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(5);

    /// <param name="change">Parameters of the change, as the run will send them.</param>
    /// <param name="isNow">Whether the change is invoiced now instead of with the next invoice.</param>
    /// <returns>The amount, or why it is unknown.</returns>
    public async Task<SummaryLine> Find(StripeSubscription subscription, IReadOnlyList<(string Name, string Value)> change, bool isNow, UnitOfWork work)
    {
        if (await StripeConnection.Find(subscription.Mode, work) is not { } connection || connection.AccountId != subscription.AccountId)
            return Unknown("Stripe is no longer connected to this account.");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(work.Stop);
        limit.CancelAfter(s_timeout);
        try
        {
            var answer = await clients
                .Create(connection)
                .RawRequestAsync(HttpMethod.Post, "/v1/invoices/create_preview", StripeForm.Encode(Form(subscription, change)), new(), limit.Token);
            return Read(JsonSerializer.Deserialize<JsonElement>(answer.Content), subscription.Currency, isNow, DateOf(change));
        }
        catch (Exception error) when (StripeFault.Explain(error) is { } explained && !work.Stop.IsCancellationRequested)
        {
            return Unknown(error is StripeException { StripeError: not null } ? explained : "Stripe can't be reached.");
        }
    }

    private static SummaryLine Unknown(string why) => new("Amount", null, $"Unknown. {why}");

    private static IEnumerable<(string, string)> Form(StripeSubscription subscription, IReadOnlyList<(string Name, string Value)> change) =>
        change.Select(field => (Nest(field.Name), field.Value)).Prepend(("subscription", subscription.Id));

    /// <summary><c>items[0][id]</c> becomes <c>subscription_details[items][0][id]</c>.</summary>
    private static string Nest(string name)
    {
        var bracket = name.IndexOf('[', StringComparison.Ordinal);
        return bracket < 0 ? $"subscription_details[{name}]" : $"subscription_details[{name[..bracket]}]{name[bracket..]}";
    }

    private static long? DateOf(IReadOnlyList<(string Name, string Value)> change) =>
        change.FirstOrDefault(field => field.Name == DateField).Value is { } text ? long.Parse(text, CultureInfo.InvariantCulture) : null;

    private static SummaryLine Read(JsonElement invoice, string currency, bool isNow, long? from)
    {
        if (isNow)
            return invoice.Whole("total") is { } total and < 0
                ? new("Credited to the customer's balance", null, new Money(-total, currency).ToString())
                : new("Charged now", null, new Money(invoice.Whole("amount_due") ?? 0, currency).ToString());
        if (invoice.Flag("lines", "has_more"))
            return Unknown("The next invoice has too many lines. See the preview in Stripe.");
        var added = invoice.Objects("lines").Where(line => IsProration(line) && line.Whole("period", "start") == from).Sum(line => line.Whole("amount") ?? 0);
        return new("Added to the next invoice", null, new Money(added, currency).ToString());
    }

    private static bool IsProration(JsonElement line) =>
        line.Flag("parent", "subscription_item_details", "proration") || line.Flag("parent", "invoice_item_details", "proration");
}
