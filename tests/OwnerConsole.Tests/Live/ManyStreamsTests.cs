using System.Net;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Live;

/// <summary>Far more streams and pages at the same time than a team has (fault 33).</summary>
public sealed class ManyStreamsTests(LargePoolConsole console) : IClassFixture<LargePoolConsole>
{
    private const int EachMay = 20;

    [Fact]
    public async Task Sign_in_works_during_two_hundred_streams_and_a_hundred_pages()
    {
        var owner = await TestBrowser.Owner(console);
        var app = await TestApplication.Connect(console);
        await app.Put(
            "/api/v1/tenants",
            new { data = Enumerable.Range(1, 500).Select(number => new { id = $"ext:crowded-{number}", name = $"Crowded {number}" }) }
        );
        var streams = new List<StreamClient>();
        foreach (var key in Enumerable.Range(0, 200 / EachMay))
        {
            var reader = await TestApplication.Connect(console);
            foreach (var number in Enumerable.Range(0, EachMay))
                streams.Add(await StreamClient.Start(reader));
        }

        var pages = Enumerable.Range(0, 100).Select(number => Page(owner, $"/tenants?q=crowded%20{number}")).ToList();
        var again = owner.NewBrowser();
        await again.SignIn(owner.NextCode());

        (await again.Get("/tenants")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Task.WhenAll(pages)).ShouldAllBe(status => status == HttpStatusCode.OK);
        foreach (var stream in streams)
            await stream.DisposeAsync();
    }

    [Fact]
    public async Task A_key_can_open_twenty_streams_at_a_time()
    {
        var app = await TestApplication.Connect(console);
        var streams = new List<StreamClient>();
        while (streams.Count < EachMay)
            streams.Add(await StreamClient.Start(app));

        var (refused, answer) = await app.Send(HttpMethod.Get, "/api/v1/stream");
        foreach (var stream in streams)
            await stream.DisposeAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var status = HttpStatusCode.TooManyRequests;
        while (status == HttpStatusCode.TooManyRequests)
        {
            await Task.Delay(100, patience.Token);
            using var once = await app.Http.GetAsync("/api/v1/stream", HttpCompletionOption.ResponseHeadersRead);
            status = once.StatusCode;
        }

        (refused, answer.GetProperty("code").GetString()).ShouldBe((429, "too_many_streams"));
        status.ShouldBe(HttpStatusCode.OK);
    }

    private async Task<HttpStatusCode> Page(TestBrowser of, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Accept", "text/html");
        request.Headers.Add("Cookie", $"__Host-oc={of.Cookie}");
        using var answer = await console.Client.SendAsync(request);
        return answer.StatusCode;
    }
}
