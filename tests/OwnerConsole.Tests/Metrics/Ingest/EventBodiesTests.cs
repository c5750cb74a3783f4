using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Metrics.Ingest;

/// <summary>Formats of event requests: binary mode, compressed bodies, and invalid bodies.</summary>
public sealed class EventBodiesTests(TestConsole console) : IClassFixture<TestConsole>
{
    private const string Path = "/api/v1/events";

    [Theory]
    [InlineData("caf%C3%A9", "café")]
    [InlineData("100%", "100%")]
    [InlineData("\"50%25 \\\"off\\\"\"", "50% \"off\"")]
    public async Task In_binary_mode_each_header_is_decoded_once(string sent, string meant)
    {
        var (app, tenant) = await console.Studio();

        var answer = await app.Send(Path, """{"room": 3}""", "application/json", request => Attributes(request, tenant, ("member", sent)));

        answer.Accepted.ShouldBe(1);
        await using var work = await console.Database.Read();
        (await work.One<string>("select member from core.events where tenant_id = @tenant", new { tenant })).ShouldBe(meant);
    }

    [Fact]
    public async Task In_binary_mode_invalid_UTF_8_is_rejected()
    {
        var (app, tenant) = await console.Studio();

        var answer = await app.Send(Path, "{}", "application/json", request => Attributes(request, tenant, ("member", "%C0%A0")));

        answer.Reasons.ShouldBe(["bad_text"]);
    }

    [Fact]
    public async Task A_gzip_body_is_decompressed()
    {
        var (app, tenant) = await console.Studio();

        using var request = Gzipped(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new[] { EventReports.Event(tenant, "activity") })));
        using var answer = await app.Http.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await console.Stored(tenant)).ShouldBe(1);
    }

    [Fact]
    public async Task A_gzip_bomb_is_refused_before_it_is_decompressed()
    {
        var (app, _) = await console.Studio();
        using var bomb = Gzipped(new byte[200 << 20]);

        var before = GC.GetTotalAllocatedBytes(precise: true);
        using var answer = await app.Http.SendAsync(bomb);
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;

        bomb.Content!.Headers.ContentLength.ShouldNotBeNull().ShouldBeLessThan(1 << 20);
        allocated.ShouldBeLessThan(100 << 20); // includes allocations of everything else in this process
        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("too_large");
    }

    [Fact]
    public async Task A_body_that_is_not_gzip_as_declared_is_a_client_error()
    {
        var (app, tenant) = await console.Studio();

        var answer = await app.Send(
            Path,
            JsonSerializer.Serialize(EventReports.Event(tenant, "activity")),
            "application/cloudevents+json",
            request => request.Content!.Headers.ContentEncoding.Add("gzip")
        );

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Body.GetProperty("code").GetString().ShouldBe("bad_encoding");
    }

    [Theory]
    [InlineData("application/json", "{}", 415)]
    [InlineData("application/cloudevents-batch+json", "{}", 400)]
    [InlineData("application/cloudevents+json", "{", 400)]
    [InlineData("application/cloudevents-batch+json", "[]", 202)]
    [InlineData("application/cloudevents-batch+json", "[{\"\\ud800\": 1}]", 400)]
    public async Task A_body_in_an_unsupported_format_fails_as_a_whole(string type, string body, int status)
    {
        var (app, _) = await console.Studio();

        var answer = await app.Send(Path, body, type);

        ((int)answer.Status).ShouldBe(status);
    }

    private static void Attributes(HttpRequestMessage request, string tenant, params (string Name, string Value)[] more)
    {
        foreach (
            var (name, value) in more.Concat([
                ("specversion", "1.0"),
                ("id", Guid.CreateVersion7().ToString()),
                ("source", "/app"),
                ("type", "activity"),
                ("subject", tenant),
            ])
        )
            request.Headers.TryAddWithoutValidation("ce-" + name, value);
    }

    private static HttpRequestMessage Gzipped(byte[] body)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            gzip.Write(body);
        var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = new ByteArrayContent(packed.ToArray()) };
        request.Content.Headers.ContentType = new("application/cloudevents-batch+json");
        request.Content.Headers.ContentEncoding.Add("gzip");
        return request;
    }
}
