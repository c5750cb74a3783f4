using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OwnerConsole.Bench.Loads;

/// <summary>Answers lists of customers, subscriptions and invoices in place of Stripe, with as little work as possible.</summary>
/// <param name="customers">Customers, each with one subscription and ten invoices.</param>
internal sealed class StripeListStub(int customers)
{
    private const string Account =
        """{"id":"acct_1Benchmark","object":"account","country":"DE","default_currency":"eur","business_profile":{"name":"Benchmark"}}""";

    private const string Subscription =
        """{"id":"{id}","object":"subscription","billing_cycle_anchor":1790726400,"cancel_at":null,"cancel_at_period_end":false,"canceled_at":null,"collection_method":"charge_automatically","created":1790726400,"currency":"eur","customer":"{customer}","default_payment_method":null,"discounts":[],"ended_at":null,"items":{"object":"list","data":[{"id":"si_{id}","object":"subscription_item","created":1790726400,"current_period_end":1793404800,"current_period_start":1790726400,"discounts":[],"price":{"id":"price_1Benchmark","object":"price","active":true,"billing_scheme":"per_unit","currency":"eur","product":"prod_1Benchmark","recurring":{"interval":"month","interval_count":1,"usage_type":"licensed"},"type":"recurring","unit_amount":4900,"unit_amount_decimal":"4900"},"quantity":1,"subscription":"{id}"}],"has_more":false,"url":"/v1/subscription_items"},"latest_invoice":null,"livemode":false,"metadata":{},"pause_collection":null,"start_date":1790726400,"status":"active","trial_end":null}""";

    private const string Invoice =
        """{"id":"{id}","object":"invoice","amount_due":4900,"amount_paid":4900,"amount_remaining":0,"attempt_count":1,"attempted":true,"billing_reason":"subscription_cycle","collection_method":"charge_automatically","created":1790726400,"currency":"eur","customer":"{customer}","due_date":null,"lines":{"object":"list","data":[],"has_more":false,"url":"/v1/invoices/{id}/lines"},"livemode":false,"metadata":{},"number":"{id}","status":"paid","status_transitions":{"paid_at":1790726400},"total":4900}""";

    private const int InvoicesPerCustomer = 10;

    /// <summary>Number of all objects.</summary>
    public int Total => customers * (2 + InvoicesPerCustomer);

    /// <returns>The running server, to be disposed of.</returns>
    public async Task<IAsyncDisposable> Start(Uri address)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(address.GetLeftPart(UriPartial.Authority));
        builder.Logging.ClearProviders();
        var web = builder.Build();
        web.Run(Answer);
        await web.StartAsync();
        return web;
    }

    private Task Answer(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(
            context.Request.Path.Value!.Split('/') switch // a request always has a path
            {
                [_, _, "account"] => Account,
                [_, _, ("customers" or "subscriptions" or "invoices") and var list] => List(list, context.Request.Query["starting_after"]),
                [_, _, ("customers" or "subscriptions" or "invoices") and var list, var id] => Object(list, Number(id)),
                _ => """{"object":"list","data":[],"has_more":false}""",
            }
        );
    }

    private string List(string list, string? after)
    {
        var (first, count) = (after is null ? 0 : Number(after) + 1, list == "invoices" ? customers * InvoicesPerCustomer : customers);
        var last = Math.Min(first + 100, count);
        var text = new StringBuilder("{\"object\":\"list\",\"data\":[");
        for (var number = first; number < last; number++)
            text.Append(number == first ? "" : ",").Append(Object(list, number));
        return text.Append(CultureInfo.InvariantCulture, $"],\"has_more\":{(last < count ? "true" : "false")}}}").ToString();
    }

    private static string Object(string list, int number) =>
        list switch
        {
            "customers" => StripeStub.Customer(Id("cus", number)),
            "subscriptions" => Fill(Subscription, Id("sub", number), Id("cus", number)),
            _ => Fill(Invoice, Id("in", number), Id("cus", number / InvoicesPerCustomer)),
        };

    private static string Fill(string template, string id, string customer) =>
        template.Replace("{id}", id, StringComparison.Ordinal).Replace("{customer}", customer, StringComparison.Ordinal);

    private static string Id(string prefix, int number) => string.Create(CultureInfo.InvariantCulture, $"{prefix}_{number:D14}");

    private static int Number(string id) => int.Parse(id.AsSpan(id.IndexOf('_', StringComparison.Ordinal) + 1), CultureInfo.InvariantCulture);
}
