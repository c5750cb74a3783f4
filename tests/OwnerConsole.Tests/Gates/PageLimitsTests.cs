using System.Net;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Gates;

public sealed class PageLimitsTests(LargePoolConsole console) : IClassFixture<LargePoolConsole>
{
    [Fact]
    public async Task A_person_can_load_four_pages_at_once_and_queue_500_more()
    {
        var owner = await TestBrowser.Owner(console);
        List<Task<HttpResponseMessage>> pages;
        List<Task<HttpResponseMessage>> refused = [];
        await using (await TestCluster.Current.Hold(console.Options.Connections, "core.tenants", "access exclusive")) // Tenant pages wait until this lock is released.
        {
            pages = [.. Enumerable.Range(0, 4 + 500 + 5).Select(number => Send(owner, number))];
            while (refused.Count < 5)
            {
                refused.Add(await Task.WhenAny(pages).WaitAsync(TimeSpan.FromSeconds(30)));
                pages.Remove(refused[^1]);
            }
            await owner.NewBrowser().SignIn(owner.NextCode());
            pages.ShouldAllBe(page => !page.IsCompleted);
        }

        foreach (var page in refused)
        {
            using var answer = await page;
            (answer.StatusCode, answer.Headers.RetryAfter?.Delta).ShouldBe((HttpStatusCode.TooManyRequests, TimeSpan.FromSeconds(1)));
            (await answer.Content.ReadAsStringAsync()).ShouldContain("Too many pages are loading at the same time.");
        }
        foreach (var page in pages)
            using (var answer = await page)
                answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    /// <summary>Sends requests with different methods and formats, because all of them count towards the limit.</summary>
    private async Task<HttpResponseMessage> Send(TestBrowser of, int number)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/tenants");
        if (number % 3 == 0)
            request.Method = HttpMethod.Post;
        if (number % 3 == 0)
            (request.RequestUri, request.Content) = (
                new("/operations/new", UriKind.Relative),
                TestBrowser.Form(("operation", "tenant.suspend"), ("subject", "ext:nobody"), ("back", "/tenants"), ("__RequestVerificationToken", of.Token))
            );
        request.Headers.Add("Accept", number % 3 == 1 ? "*/*" : "text/html");
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        request.Headers.Add("Cookie", of.Cookies);
        return await console.Client.SendAsync(request);
    }
}
