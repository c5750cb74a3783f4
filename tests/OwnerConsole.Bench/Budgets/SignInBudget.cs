using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Access;

namespace OwnerConsole.Bench.Budgets;

/// <summary>Measures signing in while two hundred streams are open and a hundred windows are opened together.</summary>
internal static partial class SignInBudget
{
    private const int Streams = 200,
        StreamsOfAKey = 20,
        Windows = 100;
    private const string Password = "correct horse battery staple";

    public static readonly BudgetCheck SignIn = new(
        "row 33",
        "crowd",
        $"signing in, up to the code prompt, while {Streams} streams are open and {Windows} windows are opened together",
        async (console, quick) =>
        {
            await console.Fill(10_000);
            var crowd = await console.SignedIn();
            foreach (var key in await console.Keys(Streams / StreamsOfAKey))
                for (var number = 0; number < StreamsOfAKey; number++)
                    await OpenStream(console, key);
            using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = console.Address };
            var durations = new List<double>();
            while (durations.Count < (quick ? 3 : 20) + 1)
            {
                var email = await Person(console, durations.Count);
                var windows = Enumerable.Range(0, Windows).Select(number => Window(http, crowd, number)).ToList();
                var began = Stopwatch.GetTimestamp();
                await Enter(http, email);
                durations.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                await Task.WhenAll(windows);
            }
            durations.RemoveAt(0); // the first one of a new process
            durations.Sort();
            return
            [
                new($"signing in, p50 of {durations.Count}", durations[durations.Count / 2], null, "ms"),
                new($"signing in, the slowest of {durations.Count}", durations[^1], 1_000, "ms"),
            ];
        }
    );

    /// <remarks>Each attempt uses another person, because a person has five attempts per quarter of an hour.</remarks>
    private static async Task<string> Person(BenchConsole console, int number)
    {
        var email = $"bob-{number}@example.org";
        await using var work = await console.Database.Write(WriteOrigin.Intake("bench"), []);
        var person = await console.Get<People>().Add("Bob", email, Passwords.Hash(Password), ["tenant.read"], work);
        await console.Get<People>().SetAuthenticator(person, [0], 0, work); // people without an authenticator cannot sign in; no code is entered here
        await work.Commit();
        return email;
    }

    private static async Task OpenStream(BenchConsole console, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/stream");
        request.Headers.Authorization = new("Bearer", key);
        (await console.Client().SendAsync(request, HttpCompletionOption.ResponseHeadersRead)).EnsureSuccessStatusCode();
    }

    private static async Task Window(HttpClient http, string secret, int number)
    {
        using var request = RequestFor(HttpMethod.Get, $"/tenants?q={number}", $"__Host-oc={secret}");
        using var answer = await http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }

    private static async Task Enter(HttpClient http, string email)
    {
        using var form = await http.SendAsync(RequestFor(HttpMethod.Get, "/sign-in", null));
        var token = WebUtility.HtmlDecode(Token().Match(await form.Content.ReadAsStringAsync()).Groups[1].Value);
        var cookies = string.Join("; ", form.Headers.GetValues("Set-Cookie").Select(cookie => cookie.Split(';')[0]));
        using var request = RequestFor(HttpMethod.Post, "/sign-in", cookies);
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        request.Content = new FormUrlEncodedContent([new("email", email), new("password", Password), new("__RequestVerificationToken", token)]);
        using var answer = await http.SendAsync(request);
        if (answer.StatusCode is not (HttpStatusCode.Redirect or HttpStatusCode.SeeOther))
            throw new InvalidOperationException($"Signing in returned {answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
    }

    private static HttpRequestMessage RequestFor(HttpMethod method, string address, string? cookies)
    {
        var request = new HttpRequestMessage(method, address);
        request.Headers.Add("Accept", "text/html");
        if (cookies is not null)
            request.Headers.Add("Cookie", cookies);
        return request;
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
