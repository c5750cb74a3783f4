using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OwnerConsole.Bench.Loads;

/// <summary>Answers in place of Stripe with as little work as possible, so that the console is measured and not the answers.</summary>
internal static class StripeStub
{
    private const string Account =
        """{"id":"acct_1Benchmark","object":"account","country":"DE","default_currency":"eur","business_profile":{"name":"Benchmark"}}""";

    private const string EmptyList = """{"object":"list","data":[],"has_more":false}""";

    /// <summary>A customer as Stripe returns it, and as its events contain it.</summary>
    private const string CustomerTemplate =
        """{"id":"{customer}","object":"customer","address":{"city":"Berlin","country":"DE","line1":"Torstraße 1","line2":null,"postal_code":"10119","state":null},"balance":0,"created":1790726400,"currency":"eur","default_source":null,"delinquent":false,"description":"Lumen Studios","discount":null,"email":"{customer}@lumen.example","invoice_prefix":"LUMEN","invoice_settings":{"custom_fields":null,"default_payment_method":"pm_1Benchmark","footer":null,"rendering_options":null},"livemode":false,"metadata":{"plan":"pro"},"name":"Lumen Studios","next_invoice_sequence":12,"phone":null,"preferred_locales":["de"],"shipping":null,"tax_exempt":"none","test_clock":null}""";

    public static string Customer(string id) => CustomerTemplate.Replace("{customer}", id, StringComparison.Ordinal);

    /// <returns>The running server, to be disposed of.</returns>
    public static async Task<IAsyncDisposable> Start(Uri address)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(address.GetLeftPart(UriPartial.Authority));
        builder.Logging.ClearProviders();
        var web = builder.Build();
        web.Run(Answer);
        await web.StartAsync();
        return web;
    }

    private static Task Answer(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(
            context.Request.Path.Value!.Split('/') switch // a request always has a path
            {
                [_, _, "account"] => Account,
                [_, _, "customers", var id] => Customer(id),
                _ => EmptyList,
            }
        );
    }
}
