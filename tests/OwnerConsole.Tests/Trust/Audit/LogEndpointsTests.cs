using System.Security.Cryptography;
using System.Text.Json;
using OwnerConsole.Fixtures;
using OwnerConsole.Pure.Proofs;
using OwnerConsole.Tests.Kernel.Log;

namespace OwnerConsole.Tests.Trust.Audit;

public sealed class LogEndpointsTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task A_tenant_proves_a_log_line_with_only_the_public_key_and_the_proof()
    {
        var app = await TestApplication.Connect(console);
        for (var number = 1; number <= 9; number++)
            await app.Tenant($"proof-{number}");
        var acme = await app.Tenant("proof-acme");
        await app.Tenant("proof-after");
        await LogForgery.Signed(console);
        var own = await TestApplication.Connect(console, onlyTenant: acme);
        var pos = (await own.Get($"/api/v1/tenants/{acme}/timeline")).GetProperty("data")[0].GetProperty("pos").GetInt64();

        var proof = await own.Get($"/api/v1/log/proof?pos={pos}");

        var signed = SignedCheckpoint.Read(proof.GetProperty("checkpoint").GetProperty("note").GetString()!);
        using var key = ECDsa.Create();
        key.ImportFromPem(proof.GetProperty("checkpoint").GetProperty("public_key").GetString());
        var leaf = MerkleTree.Leaf(Bytes(proof.GetProperty("bytes")));
        signed.IsSignedBy(key.ExportSubjectPublicKeyInfo()).ShouldBeTrue();
        MerkleTree
            .Includes(signed.Checkpoint.Root, signed.Checkpoint.Size, pos - 1, leaf, [.. proof.GetProperty("path").EnumerateArray().Select(Bytes)])
            .ShouldBeTrue();
        System.Text.Encoding.UTF8.GetString(Bytes(proof.GetProperty("bytes"))).ShouldContain(acme);
        Bytes(proof.GetProperty("leaf")).ShouldBe(leaf);
    }

    [Fact]
    public async Task The_checkpoint_is_the_one_signed_last()
    {
        var app = await TestApplication.Connect(console);
        await app.Tenant("checkpoint-1");
        var size = await LogForgery.Signed(console);

        var checkpoint = await app.Get("/api/v1/log/checkpoint");

        checkpoint.GetProperty("size").GetInt64().ShouldBe(size);
        checkpoint
            .GetProperty("note")
            .GetString()
            .ShouldStartWith($"{checkpoint.GetProperty("origin").GetString()}\n{size}\n{checkpoint.GetProperty("root").GetString()}\n\n");
    }

    [Fact]
    public async Task A_proof_of_another_tenants_line_is_refused()
    {
        var app = await TestApplication.Connect(console);
        var mine = await app.Tenant("seen-mine");
        var other = await app.Tenant("seen-other");
        await LogForgery.Signed(console);
        var pos = (await app.Get($"/api/v1/tenants/{other}/timeline")).GetProperty("data")[0].GetProperty("pos").GetInt64();
        var bound = await TestApplication.Connect(console, onlyTenant: mine);
        var demo = await TestApplication.Connect(console, OwnerConsole.Data.Mode.Test);
        var poor = await TestApplication.Connect(console, scopes: "tenant.read");

        (await Answer(app, pos.ToString(System.Globalization.CultureInfo.InvariantCulture))).ShouldBe((200, null));
        (await Answer(bound, pos.ToString(System.Globalization.CultureInfo.InvariantCulture))).ShouldBe((404, "not_found"));
        (await Answer(demo, pos.ToString(System.Globalization.CultureInfo.InvariantCulture))).ShouldBe((404, "not_found"));
        (await Answer(poor, "1")).ShouldBe((403, "forbidden"));
    }

    [Theory]
    [InlineData("", 400, "invalid")]
    [InlineData("0", 400, "invalid")]
    [InlineData("-1", 400, "invalid")]
    [InlineData("one", 400, "invalid")]
    [InlineData("99999999999999999999", 400, "invalid")]
    [InlineData("1&size=3", 400, "invalid")]
    [InlineData("9000000000000000000", 404, "not_found")]
    public async Task An_invalid_position_is_refused(string pos, int status, string code) =>
        (await Answer(await TestApplication.Connect(console), pos)).ShouldBe((status, code));

    private static async Task<(int Status, string? Code)> Answer(TestApplication app, string pos)
    {
        var (status, body) = await app.Send(HttpMethod.Get, $"/api/v1/log/proof?pos={pos}");
        return (status, body.TryGetProperty("code", out var code) ? code.GetString() : null);
    }

    private static byte[] Bytes(JsonElement base64) => base64.GetBytesFromBase64();
}
