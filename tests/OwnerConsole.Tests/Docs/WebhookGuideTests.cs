using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Docs;

/// <summary>Runs the verification functions of the guide on a delivery of the console: as received, and tampered with.</summary>
public sealed class WebhookGuideTests(TestConsole console) : IClassFixture<TestConsole>
{
    private const string Page = "docs/guides/webhooks.md";

    private static readonly Runbook s_page = new(Page);

    private static readonly SemaphoreSlim s_once = new(1);

    private static Delivery? s_delivery;

    [Fact]
    public async Task The_function_for_Node_accepts_a_delivery_and_nothing_else()
    {
        using var shell = await Prepare("js", "verify.mjs");
        shell.Save(
            "run.mjs",
            """
            import { readFileSync } from "node:fs";
            import { verify } from "./verify.mjs";
            for (const { secret, headers, body } of JSON.parse(readFileSync("cases.json"))) console.log(verify(secret, headers, Buffer.from(body)));
            """
        );

        ShouldAcceptTheFirst(await shell.Type("node run.mjs"));
    }

    [Fact]
    public async Task The_function_for_Python_accepts_a_delivery_and_nothing_else()
    {
        using var shell = await Prepare("python", "verification.py");
        shell.Save(
            "run.py",
            """
            import json
            from verification import verify
            for case in json.load(open("cases.json")):
                print(str(verify(case["secret"], case["headers"], case["body"].encode())).lower())
            """
        );

        ShouldAcceptTheFirst(await shell.Type("python3 run.py"));
    }

    [Fact]
    [Trait("When", "nightly")]
    public async Task The_function_for_Go_accepts_a_delivery_and_nothing_else()
    {
        using var shell = await Prepare("go", "verify.go");
        shell.Save("go.mod", "module webhook\n\ngo 1.19\n");
        shell.Save(
            "verify_test.go",
            """
            package webhook

            import (
            	"encoding/json"
            	"fmt"
            	"net/http"
            	"os"
            	"testing"
            )

            func TestVerify(t *testing.T) {
            	var cases []struct {
            		Secret  string
            		Headers map[string]string
            		Body    string
            	}
            	text, _ := os.ReadFile("cases.json")
            	if err := json.Unmarshal(text, &cases); err != nil {
            		t.Fatal(err)
            	}
            	for _, one := range cases {
            		header := http.Header{}
            		for name, value := range one.Headers {
            			header.Set(name, value)
            		}
            		fmt.Println(Verify(one.Secret, header, []byte(one.Body)))
            	}
            }
            """
        );
        await shell.Type("owner-console/bin/need golang", Path.GetDirectoryName(shell.Folder));

        var said = await shell.Type("HOME=$PWD GOFLAGS=-mod=mod GOPROXY=off go test -count=1 -v ./... | grep -E '^(true|false)$'");

        ShouldAcceptTheFirst(said);
    }

    [Fact]
    public async Task The_function_for_CSharp_accepts_a_delivery_and_nothing_else()
    {
        var results = (await Cases()).Select(sent =>
            WebhookVerification.Verify(
                sent.Secret,
                new HeaderDictionary(sent.Headers.ToDictionary(header => header.Key, header => new Microsoft.Extensions.Primitives.StringValues(header.Value))),
                System.Text.Encoding.UTF8.GetBytes(sent.Body),
                TimeProvider.System.GetUtcNow()
            )
        );
        var source = await File.ReadAllTextAsync(Repository.PathOf("tests", "OwnerConsole.Tests", "Docs", "WebhookVerification.cs"));

        ShouldAcceptTheFirst(string.Join('\n', results.Select(isValid => isValid ? "true" : "false")));
        string.Join('\n', source.Split('\n').Select(line => line.StartsWith("    ", StringComparison.Ordinal) ? line[4..] : line))
            .ShouldContain(s_page.TakeAll("csharp"));
    }

    private async Task<ReaderShell> Prepare(string language, string file)
    {
        var shell = new ReaderShell();
        shell.Save(file, new Runbook(Page).TakeAll(language));
        shell.Save("cases.json", JsonSerializer.Serialize(await Cases(), JsonSerializerOptions.Web));
        return shell;
    }

    /// <summary>The delivery, and for each rule a delivery that breaks it.</summary>
    private async Task<Delivery[]> Cases()
    {
        var real = await Receive();
        Delivery With(string header, string value) => real with { Headers = new(real.Headers, StringComparer.Ordinal) { [header] = value } };
        return
        [
            real,
            real with
            {
                Body = real.Body.Replace("\"tenant.suspended\"", "\"tenant.reactivated\"", StringComparison.Ordinal),
            },
            real with
            {
                Secret = "whsec_" + Convert.ToBase64String(new byte[24]),
            },
            With("webhook-id", "msg_1"),
            With("webhook-timestamp", "1700000000"),
            With("webhook-timestamp", "soon"),
            With("webhook-signature", "v1,"),
            With("webhook-signature", real.Headers["webhook-signature"].Replace("v1,", "v2,", StringComparison.Ordinal)),
        ];
    }

    private static void ShouldAcceptTheFirst(string said) =>
        said.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBe(["true", .. Enumerable.Repeat("false", 7)]);

    /// <summary>A delivery as it arrives over HTTP.</summary>
    private async Task<Delivery> Receive()
    {
        await s_once.WaitAsync();
        try
        {
            return s_delivery ??= await Suspend();
        }
        finally
        {
            s_once.Release();
        }
    }

    private async Task<Delivery> Suspend()
    {
        var received = Channel.CreateUnbounded<(Dictionary<string, string> Headers, string Body)>();
        await using var receiver = WebApplication.CreateSlimBuilder().Build();
        receiver.Urls.Add("http://127.0.0.1:0");
        receiver.MapPost(
            "/hook",
            async (HttpRequest request) =>
            {
                using var reader = new StreamReader(request.Body);
                var headers = request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString(), StringComparer.Ordinal);
                received.Writer.TryWrite((headers, await reader.ReadToEndAsync()));
                return Results.NoContent();
            }
        );
        await receiver.StartAsync();
        var app = await TestApplication.Connect(console);
        var endpoint = await app.Run("webhook_endpoint.create", "tnt_platform", new { url = receiver.Urls.First() + "/hook", mode = "live" });
        await app.Run("tenant.suspend", await app.Tenant("acme", "Acme"), new { cause = "billing" });
        var (sent, body) = await received.Reader.ReadAsync(TestContext.Current.CancellationToken);
        return new(endpoint.GetProperty("secret").GetString()!, sent, body);
    }

    private sealed record Delivery(string Secret, Dictionary<string, string> Headers, string Body);
}
