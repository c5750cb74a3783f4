using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using FakeStripe;
using FakeStripe.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.FakeStripes;

/// <summary>Webhooks of FakeStripe, received and verified by Stripe's official npm package.</summary>
public sealed class StripeWebhookTests
{
    [Fact]
    public async Task The_official_client_completes_the_recipes_and_verifies_every_webhook()
    {
        await using var stripe = await FakeStripeServer.Start();
        stripe.Webhooks.Secrets = ["whsec_old", "whsec_new"];
        using var client = await OfficialClient.Start(stripe);
        var recipes = Directory
            .GetFiles(Path.Combine(StripeContract.Folder, "cli-triggers"), "*.json")
            .Select(file => new { name = Path.GetFileNameWithoutExtension(file), fixtures = JsonNode.Parse(File.ReadAllText(file))!["fixtures"] })
            .ToList();

        var results = await client.Run("whsec_new", recipes);
        await stripe.Webhooks.Delivered();
        var (received, forged) = await client.Stop();

        recipes.Count.ShouldBe(19);
        results.Where(result => result.Error is not null).ShouldBeEmpty();
        forged.ShouldBeEmpty();
        recipes.Select(recipe => recipe.name).Except(received).ShouldBe(["subscription.payment_failed", "subscription.payment_succeeded"]);
    }

    [Fact]
    public async Task Lost_events_never_arrive_copies_arrive_twice_and_held_ones_in_any_order()
    {
        await using var stripe = await FakeStripeServer.Start();
        using var client = await OfficialClient.Start(stripe);
        using var caller = new StripeCaller(stripe);
        await client.Run<object>("whsec_FakeStripe", []);
        stripe.Webhooks.IsHeld = true;
        stripe.Webhooks.Copies = 2;
        stripe.Webhooks.Lose = sent => sent["type"]!.ToString() == "price.created";

        for (var number = 0; number < 4; number++)
            await caller.Price(100);
        await caller.Post("/v1/customers", "name=Acme");
        await stripe.Webhooks.Release(new Random(3));
        var (received, _) = await client.Stop();

        received.Order().ShouldBe([.. Enumerable.Repeat("customer.created", 2), .. Enumerable.Repeat("product.created", 8)]);
        received.Take(8).ShouldContain("customer.created");
        (await caller.EventTypes()).Count(type => type == "price.created").ShouldBe(4);
    }

    [Fact]
    public async Task A_delivery_that_fails_is_repeated_with_the_same_body_and_a_new_signature()
    {
        await using var stripe = await FakeStripeServer.Start(new() { Time = new TickingClock() });
        using var caller = new StripeCaller(stripe);
        var (bodies, signatures) = (new List<string>(), new List<string>());
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        await using var receiver = builder.Build();
        receiver.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            bodies.Add(await reader.ReadToEndAsync());
            signatures.Add(context.Request.Headers["Stripe-Signature"].ToString());
            context.Response.StatusCode = bodies.Count == 1 ? 500 : 200;
        });
        await receiver.StartAsync();
        stripe.Webhooks.Target = new(receiver.Urls.First());
        stripe.Webhooks.RetryDelay = TimeSpan.FromMilliseconds(1);

        await caller.Post("/v1/customers", "name=Acme");
        await stripe.Webhooks.Delivered();

        bodies.Count.ShouldBe(2);
        bodies.Distinct().Count().ShouldBe(1);
        signatures.Distinct().Count().ShouldBe(2);
        stripe.Webhooks.Failed.ShouldBeEmpty();
    }

    [Fact]
    public void Signatures_match_the_vectors_of_the_official_package()
    {
        var vectors = JsonNode.Parse(File.ReadAllText(Path.Combine(StripeContract.Folder, "signature-vectors.json")))!["vectors"]!.AsArray();

        foreach (var vector in vectors.Where(vector => vector!["name"]!.ToString() is "valid" or "valid non-ascii"))
        {
            var header = vector!["header"]!.ToString();
            var sentAt = DateTimeOffset.FromUnixTimeSeconds(long.Parse(header[2..header.IndexOf(',')], System.Globalization.CultureInfo.InvariantCulture));

            WebhookSignature.Header(vector["payload"]!.ToString(), sentAt, [vector["secret"]!.ToString()]).ShouldBe(header);
        }
    }

    private sealed class TickingClock : TimeProvider
    {
        private long _seconds = 1_790_812_800;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeSeconds(Interlocked.Increment(ref _seconds));
    }

    /// <summary>npm stripe in a separate process, as client and as receiver of webhooks.</summary>
    private sealed class OfficialClient(Process process, Uri address) : IDisposable
    {
        public static async Task<OfficialClient> Start(FakeStripeServer stripe)
        {
            var process = Process.Start(
                new ProcessStartInfo("node", "recipes.mjs")
                {
                    WorkingDirectory = StripeContract.Judges,
                    RedirectStandardInput = true,
                    RedirectStandardOutput = true,
                    UseShellExecute = false,
                }
            )!;
            var client = new OfficialClient(process, stripe.Address);
            stripe.Webhooks.Target = new($"http://127.0.0.1:{(await client.Read())["port"]}/webhooks");
            return client;
        }

        public async Task<IReadOnlyList<(string Name, string? Error)>> Run<T>(string secret, IReadOnlyList<T> recipes)
        {
            await process.StandardInput.WriteLineAsync(
                JsonSerializer.Serialize(
                    new
                    {
                        address,
                        key = FakeStripeOptions.DefaultKey,
                        secret,
                        recipes,
                    }
                )
            );
            (await Read())["ready"]!.GetValue<bool>().ShouldBeTrue();
            var results = new List<(string, string?)>();
            foreach (var _ in recipes)
            {
                var result = await Read();
                results.Add((result["name"]!.ToString(), result["error"]?.ToString()));
            }
            return results;
        }

        /// <returns>Types of the events with a valid signature, and the complaints about others.</returns>
        public async Task<(IReadOnlyList<string> Received, IReadOnlyList<string> Forged)> Stop()
        {
            process.StandardInput.Close();
            var end = await Read();
            return ([.. end["received"]!.AsArray().Select(type => type!.ToString())], [.. end["forged"]!.AsArray().Select(complaint => complaint!.ToString())]);
        }

        public void Dispose()
        {
            process.Kill();
            process.Dispose();
        }

        private async Task<JsonNode> Read() => JsonNode.Parse((await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30)))!)!;
    }
}
