using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using OtpNet;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Access;

namespace OwnerConsole.Fixtures;

/// <summary>A browser without JavaScript. It stores cookies as browsers do on localhost (including Secure ones, unlike .NET's own container) and submits forms.</summary>
/// <param name="client">A client that neither follows redirects nor stores cookies.</param>
public sealed partial class TestBrowser(HttpClient client)
{
    public TestBrowser(TestConsole console)
        : this(console.Client) { }

    public const string Email = "ann@example.org",
        Password = "correct horse battery staple";

    private const int Period = 30; // seconds of a one-time code
    private const string Name = "Ann Owner";
    private static readonly Lazy<string> s_hash = new(() => Passwords.Hash(Password));
    private readonly Dictionary<string, string> _cookies = new(StringComparer.Ordinal);
    private string? _token;
    private long _lastStep;
    private string _email = Email;

    /// <summary>The key in the authenticator app of this person.</summary>
    public byte[] Key { get; set; } = [];

    public IReadOnlyList<string> RecoveryCodes { get; private set; } = [];

    public string Page { get; private set; } = "";

    public string? Cookie
    {
        get => _cookies.GetValueOrDefault("__Host-oc");
        set => _cookies["__Host-oc"] = value!; // Tests never set it to null.
    }

    /// <summary>Value of the Cookie header.</summary>
    public string Cookies => string.Join("; ", _cookies.Select(pair => $"{pair.Key}={pair.Value}"));

    /// <summary>Signs in the first owner. The password is hashed once for all tests, because that costs more than starting a console.</summary>
    public static async Task<TestBrowser> Owner(TestConsole console)
    {
        var visitor = new TestBrowser(console) { Key = KeyGeneration.GenerateRandomKey(OtpHashMode.Sha1) };
        var from = new OwnerConsole.Identity.ClientInfo(Ip: "127.0.0.1", UserAgent: null);
        var link = await Of<SetupLinks>().CreateFirst(CancellationToken.None);
        Enrolments.PendingEnrolment pending;
        string secret;
        await using (var work = await Of<Database>().Write(WriteOrigin.Intake("enrolment.begin"), [])) // A console can have another database than its copy.
        {
            pending = new((await Of<OneTimeLinks>().Find(TokenOf(link!), work))!.Id, null, Name, Email, s_hash.Value, visitor.Key);
            secret = await Of<Sessions>().Open(SessionStage.Enrol, null, from, work);
            await work.Commit();
        }
        var session = (await Of<Sessions>().Find(secret, isActivity: true, CancellationToken.None))!;
        var enrolled = (await Of<Enrolments>().Finish(session, pending, visitor.NextCode(), from, CancellationToken.None))!;
        visitor.Plant("__Host-oc", enrolled.Secret);
        visitor.RecoveryCodes = enrolled.RecoveryCodes;
        await Confirm(Of<Database>());
        await visitor.Get("/settings/account");
        return visitor;

        T Of<T>()
            where T : notnull => console.Services.GetRequiredService<T>();
    }

    /// <summary>Adds a team member with a role and signs them in.</summary>
    public static async Task<TestBrowser> Join(TestConsole console, string role, string name = "Bea")
    {
        var (people, sessions) = (console.Services.GetRequiredService<People>(), console.Services.GetRequiredService<Sessions>());
        await using var work = await console.Database.Write(WriteOrigin.Intake("test"), []);
        var id = await people.Add(name, $"{console.Services.GetRequiredService<IdGenerator>().New("usr")}@example.org", "no password", [], work);
        await people.GiveRole(id, role, $"inv_{id}", work);
        var secret = await sessions.Open(SessionStage.Open, id, new(Ip: "127.0.0.1", UserAgent: null), work);
        await work.Commit();
        await Confirm(console.Services.GetRequiredService<Database>());
        var visitor = new TestBrowser(console);
        visitor.Plant("__Host-oc", secret);
        return visitor;
    }

    /// <summary>Opens the customer portal, as a user of the application does.</summary>
    /// <param name="session">Body of the request for a portal session.</param>
    /// <returns>A browser with the portal session.</returns>
    public static async Task<TestBrowser> EnterPortal(TestConsole console, TestApplication app, object session)
    {
        var opened = await app.Post("/api/v1/portal-sessions", session);
        var visitor = new TestBrowser(console);
        await visitor.Get(new Uri(opened.GetProperty("url").GetString()!).PathAndQuery); // the link can have the console's public URL
        return visitor;
    }

    /// <summary>Marks all signed-in people as recently confirmed, so that only tests about confirmation have to confirm.</summary>
    public static async Task Confirm(Database database)
    {
        await using var work = await database.Write(WriteOrigin.Intake("test"), []);
        await work.Execute("update auth.sessions set proved_at = now() + interval '1 day' where stage = 'open' and closed_at is null");
        await work.Commit();
    }

    /// <summary>Follows a one-time link until the person is signed in.</summary>
    /// <param name="email">Email address of the invited person, as in the link.</param>
    public async Task SetUp(string link, string email = Email, string name = Name)
    {
        _email = email;
        await Get(link);
        await Post("/welcome", ("token", TokenOf(link)), ("name", name), ("email", email), ("password", Password));
        await Get("/welcome/code");
        Key = KeyOnPage();
        _lastStep = 0;
        var answer = await Post("/welcome/code", ("code", NextCode()));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, Page);
        RecoveryCodes = [.. CodesOnPage().Matches(Page).Select(match => match.Groups[1].Value)];
    }

    /// <summary>Another browser of the same person, with the same authenticator app.</summary>
    public TestBrowser NewBrowser() =>
        new(client)
        {
            Key = Key,
            _lastStep = _lastStep,
            _email = _email,
        };

    public async Task<HttpResponseMessage> SignIn(string code, string password = Password)
    {
        await Get("/sign-in");
        await Post("/sign-in", ("email", _email), ("password", password));
        await Get("/sign-in/code");
        return await Post("/sign-in/code", ("code", code));
    }

    /// <summary>An unused code of the authenticator app. Three are valid at any time; a fourth has to wait.</summary>
    public string NextCode()
    {
        // The previous code would be too old if the next half minute starts while the request is in flight.
        var oldest = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() % Period < 20 ? Step() - 1 : Step();
        _lastStep = Math.Max(_lastStep + 1, oldest);
        SpinWait.SpinUntil(() => _lastStep <= Step() + 1, TimeSpan.FromSeconds(30));
        return new Totp(Key).ComputeTotp(DateTimeOffset.FromUnixTimeSeconds(_lastStep * Period).UtcDateTime);
    }

    private static long Step() => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / Period;

    public Task<HttpResponseMessage> Get(string path, params (string Name, string Value)[] headers) => Send(new(HttpMethod.Get, path), headers);

    /// <summary>Submits a form of the last page.</summary>
    public Task<HttpResponseMessage> Post(string path, params (string Name, string Value)[] fields) =>
        Send(new(HttpMethod.Post, path) { Content = Form([.. fields, ("__RequestVerificationToken", _token ?? "")]) }, [("Sec-Fetch-Site", "same-origin")]);

    /// <summary>Sends a request that another site could trigger: with cookies, but without a form token.</summary>
    public Task<HttpResponseMessage> PostRaw(string path, HttpContent content, params (string Name, string Value)[] headers) =>
        Send(HttpMethod.Post, path, content, headers);

    public Task<HttpResponseMessage> Send(HttpMethod method, string path, HttpContent content, params (string Name, string Value)[] headers) =>
        Send(new(method, path) { Content = content }, headers);

    public void Plant(string name, string value) => _cookies[name] = value;

    /// <summary>The token of the last form, as the script of the page would send it.</summary>
    public string Token => _token ?? "";

    public static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) =>
        new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));

    /// <summary>The key in the text of the page, as a person without a camera would type it.</summary>
    public byte[] KeyOnPage()
    {
        var text = KeyText().Match(Page).Groups[1].Value;
        text.Length.ShouldBeGreaterThan(31, Page);
        return KeyOf(text);
    }

    /// <param name="shown">The key in groups of letters.</param>
    public static byte[] KeyOf(string shown)
    {
        var bits = string.Concat(
            shown
                .Where(letter => letter != ' ')
                .Select(letter => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(letter, StringComparison.Ordinal), 2).PadLeft(5, '0'))
        );
        return [.. bits.Chunk(8).Select(eight => Convert.ToByte(new string(eight), 2))];
    }

    private async Task<HttpResponseMessage> Send(HttpRequestMessage request, (string Name, string Value)[] headers)
    {
        request.Headers.TryAddWithoutValidation("Accept", "text/html");
        if (_cookies.Count > 0)
            request.Headers.TryAddWithoutValidation("Cookie", Cookies);
        foreach (var (name, value) in headers)
        {
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value);
        }
        var answer = await client.SendAsync(request);
        if (answer.Headers.TryGetValues("Set-Cookie", out var cookies))
            foreach (var cookie in cookies)
                Keep(cookie);
        Page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        if (TokenField().Match(Page) is { Success: true } found)
            _token = found.Groups[1].Value;
        return answer;
    }

    private static string TokenOf(string link) => link[(link.IndexOf('=', StringComparison.Ordinal) + 1)..];

    private void Keep(string cookie)
    {
        var pair = cookie.Split(';')[0].Split('=', 2);
        if (pair[1].Length == 0)
            _cookies.Remove(pair[0]);
        else
            _cookies[pair[0]] = pair[1];
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex TokenField();

    [GeneratedRegex("class=\"secret[^>]*>([A-Z2-7 ]+)<")]
    private static partial Regex KeyText();

    [GeneratedRegex("<li>([a-z2-7]{4}-[a-z2-7]{4}-[a-z2-7]{4}-[a-z2-7]{4})</li>")]
    private static partial Regex CodesOnPage();
}
