using System.Net;
using System.Text.Json;
using Npgsql;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests;

public sealed class ConsoleHostTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Theory]
    [InlineData("/healthz", "ok")]
    [InlineData("/readyz", "ready")]
    public async Task The_health_probes_answer_with_one_word(string path, string word)
    {
        var answer = await console.Client.GetAsync(path);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync()).ShouldBe(word);
    }

    [Fact]
    public async Task The_console_is_alive_but_not_ready_while_the_database_is_unreachable()
    {
        await using var lonely = await TestConsole.Start(options =>
            options with
            {
                Connections = options.Connections with
                {
                    Console = new NpgsqlConnectionStringBuilder(options.Connections.Console) { Host = "/nowhere" }.ConnectionString,
                },
            }
        );

        var ready = await lonely.Client.GetAsync("/readyz");
        var healthy = await lonely.Client.GetAsync("/healthz");

        ready.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await ready.Content.ReadAsStringAsync()).ShouldBe("database");
        healthy.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("/owner/tenants?status=trial&q=a%20b", "/tenants?status=trial&q=a%20b")]
    [InlineData("/owner", "/")]
    [InlineData("/owner//evil.example/x", "/evil.example/x")]
    [InlineData("/owner/%5Cevil.example", "/%5Cevil.example")]
    public async Task Addresses_below_owner_redirect_to_the_same_page_on_this_host(string asked, string given)
    {
        var answer = await console.Client.GetAsync(asked);

        answer.StatusCode.ShouldBe(HttpStatusCode.TemporaryRedirect);
        answer.Headers.Location!.OriginalString.ShouldBe(given);
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused_with_a_problem_response()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/healthz") { Content = new ByteArrayContent(new byte[(1 << 20) + 1]) };
        request.Headers.ExpectContinue = true; // asks first, because the connection is closed on a client that is still sending

        using var answer = await console.Client.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        problem.GetProperty("code").GetString().ShouldBe("too_large");
        problem.GetProperty("detail").GetString()!.ShouldContain("1048576 bytes");
    }

    [Fact]
    public async Task The_server_does_not_reveal_its_software()
    {
        var answer = await console.Client.GetAsync("/healthz");

        answer.Headers.Server.ShouldBeEmpty();
    }
}
