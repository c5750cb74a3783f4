using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Tests.Gates;

/// <summary>No request without a session or a key causes a 5xx response of an anonymous route.</summary>
public sealed class AnonymousRoutesTests(TestConsole console) : IClassFixture<TestConsole>
{
    private const string FormType = "application/x-www-form-urlencoded",
        JsonType = "application/json";

    private static readonly string[] s_ids = ["x", "%00", "%ff%fe", "..%2f..%2fetc%2fpasswd", "%F0%9F%98%80", "a%0d%0ab", new('a', 2_000)];

    private static readonly string[] s_queries =
    [
        "",
        "?%00=%00",
        "?token=%ff",
        "?return=%00%0d%0a//x",
        "?step=code&step=code",
        "?for[]=&[=]",
        "?token=" + new string('a', 4_000),
    ];

    private static readonly (string Type, byte[] Body, string? Encoding)[] s_bodies =
    [
        (FormType, [], null),
        (FormType, Text("email=%00&password=%ff&code=%00&token=%00&name=%00&theme=%00"), null),
        (FormType, Text("email=%f0%9f%98%80&password=%ed%a0%80&%=%&=&&"), null),
        (FormType, Text(string.Join('&', Enumerable.Range(0, 2_000).Select(number => $"k{number}=v"))), null),
        (FormType, Text(new string('k', 5_000) + "=v"), null),
        (FormType, Text("password=" + new string('v', 300_000)), null),
        (FormType + "; charset=nonsense", Text("email=a"), null),
        (FormType + "; charset=utf-7", Text("email=+AGE-"), null),
        (FormType + "; charset=csUnicode11UTF7", Text("email=a"), null),
        (JsonType + "; charset=csUnicode11UTF7", Text("{}"), null),
        (
            "multipart/form-data; boundary=x",
            Text("--x\r\nContent-Disposition: form-data; name=\"email\"\r\nContent-Type: text/plain; charset=utf-7\r\n\r\na\r\n--x--"),
            null
        ),
        ("multipart/form-data", Text("--x"), null),
        ("multipart/form-data; boundary=x", Text("--x\r\nContent-Disposition: form-data; name=\"email\"\r\n\r\na"), null),
        ("multipart/form-data; boundary=x", Text("--x\r\n" + new string('h', 40_000) + ": v\r\n\r\nv\r\n--x--"), null),
        ("multipart/form-data; boundary=" + new string('b', 500), Text("--b"), null),
        (JsonType, Text("{"), null),
        (JsonType, Text(new string('[', 5_000)), null),
        (JsonType, Text("{\"a\":\"\\ud800\",\"a\":1e999}"), null),
        (JsonType, [0xff, 0xfe, 0x00], null),
        ("application/csp-report", Text("{\"csp-report\":[1]}"), null),
        ("text/html; charset=bogus", Text("x"), null),
        ("nonsense", Text("x"), null),
        (FormType, Gzip(Text("password=" + new string('v', 3_000_000))), "gzip"),
        (JsonType, Gzip(Text("\"" + new string('v', 3_000_000) + "\"")), "gzip"),
        (FormType, Text("not packed at all"), "gzip"),
        (FormType, Text("not packed at all"), "br"),
        (FormType, Gzip(Gzip(Text("email=a"))), "gzip, gzip"),
        (FormType, Text("email=a"), "nonsense"),
    ];

    private static readonly (string Name, string Value)[] s_headers =
    [
        ("Cookie", "__Host-oc=%00; __Host-oc-form=x; __Host-oc-device=" + new string('x', 43) + "; __Host-oc-portal=y"),
        ("Authorization", "Bearer oc_live_"),
        ("Accept", "text/html;q=x, */*;;"),
        ("HX-Request-Type", "partial"),
        ("HX-Current-URL", "::::"),
        ("Accept-Language", "*-*-*"),
        ("X-Forwarded-For", "not an address"),
        ("If-Modified-Since", "yesterday"),
        ("Range", "bytes=9-1"),
        ("Host", "[::1"),
    ];

    [Fact]
    public async Task No_anonymous_request_causes_a_server_error()
    {
        await TestBrowser.Owner(console); // Without an owner, most routes only say that there is none.
        var visitor = new TestBrowser(console);
        await visitor.Get("/sign-in");
        var faults = new List<string>();
        var sent = 0;

        foreach (var (route, method) in Routes)
        {
            var address = RouteCatalogue.Address(route, _ => "x");
            foreach (var target in s_ids.Select(id => RouteCatalogue.Address(route, _ => id)).Concat(s_queries.Select(query => address + query)).Distinct())
                await Send(Request(method, target));
            foreach (var (name, value) in s_headers)
                await Send(Request(method, address, (name, value)));
            if (method is not ("GET" or "HEAD" or "OPTIONS"))
                foreach (var (type, body, encoding) in s_bodies)
                foreach (var isOurs in new[] { false, true })
                    await Send(With(Request(method, address), type, body, encoding, isOurs));
        }

        faults.Distinct().ShouldBeEmpty();
        sent.ShouldBeGreaterThan(1_000);

        HttpRequestMessage With(HttpRequestMessage request, string type, byte[] body, string? encoding, bool isOurs)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
            if (encoding is not null)
                request.Content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
            if (!isOurs)
                return request;
            request.Headers.Add("Sec-Fetch-Site", "same-origin");
            request.Headers.Add("Cookie", visitor.Cookies);
            request.Headers.Add("RequestVerificationToken", visitor.Token);
            return request;
        }

        async Task Send(HttpRequestMessage request)
        {
            using var owned = request;
            using var answer = await console.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
            sent++;
            if ((int)answer.StatusCode >= 500 && answer.StatusCode is not HttpStatusCode.ServiceUnavailable)
                faults.Add(
                    $"{request.Method} {request.RequestUri} {request.Content?.Headers.ContentType} {request.Content?.Headers.ContentEncoding}: {answer.StatusCode}"
                );
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_form_that_unpacks_to_more_than_one_MiB_is_refused(bool carriesToken)
    {
        var visitor = new TestBrowser(console);
        await visitor.Get("/sign-in");
        var token = carriesToken ? $"__RequestVerificationToken={Uri.EscapeDataString(visitor.Token)}&" : "";
        var packed = new ByteArrayContent(Gzip(Text($"{token}password={new string('v', 2_000_000)}")));
        packed.Headers.ContentType = new MediaTypeHeaderValue(FormType);
        packed.Headers.ContentEncoding.Add("gzip");

        var answer = await visitor.PostRaw("/sign-in", packed, ("Sec-Fetch-Site", "same-origin"));

        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    private IEnumerable<(RouteEndpoint Route, string Method)> Routes =>
        console
            .Services.GetRequiredService<IEnumerable<EndpointDataSource>>()
            .SelectMany(source => source.Endpoints)
            .OfType<RouteEndpoint>()
            .Where(route => route.Metadata.GetMetadata<RequiredPermission>() is { Name: null })
            .SelectMany(route => (route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET", "POST"]).Select(method => (route, method)));

    private static HttpRequestMessage Request(string method, string address, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(new(method), new Uri(address, UriKind.Relative));
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(bytes);
        return packed.ToArray();
    }
}
