using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;
using OwnerConsole.Api.Reference;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Api;

/// <summary>The API description as JSON, YAML and reference pages. It is built when it is first requested, because it doesn't change until the next release.</summary>
internal sealed class ApiDescriptionFiles([FromKeyedServices(ApiDescriptionFiles.Name)] IOpenApiDocumentProvider documents)
{
    /// <summary>Name of the document; the version of the API.</summary>
    public const string Name = "v1";

    public const string JsonAddress = $"/openapi/{Name}.json",
        YamlAddress = $"/openapi/{Name}.yaml";

    private Lazy<Task<Content>>? _content;

    public static void Map(IEndpointRouteBuilder routes)
    {
        const string Why = "describes the public API";
        routes
            .MapGet(JsonAddress, async (HttpContext context, ApiDescriptionFiles files) => File(context, (await files.Read()).Json, "application/json"))
            .AllowAnyone(Why);
        routes
            .MapGet(YamlAddress, async (HttpContext context, ApiDescriptionFiles files) => File(context, (await files.Read()).Yaml, "application/yaml"))
            .AllowAnyone(Why);
    }

    /// <summary>Returns the description, which the first call builds.</summary>
    public Task<Content> Read() => LazyInitializer.EnsureInitialized(ref _content, () => new(Build)).Value;

    private async Task<Content> Build()
    {
        var document = await documents.GetOpenApiDocumentAsync(CancellationToken.None);
        await UnusedSchemas.Remove(document, CancellationToken.None);
        var json = await Write(document, OpenApiConstants.Json);
        return new(json, await Write(document, OpenApiConstants.Yaml), ApiReference.Parse(JsonSerializer.Deserialize<JsonElement>(json)));
    }

    private static async Task<byte[]> Write(OpenApiDocument document, string format)
    {
        using var buffer = new MemoryStream();
        await document.SerializeAsync(buffer, OpenApiSpecVersion.OpenApi3_1, format, CancellationToken.None);
        return buffer.ToArray();
    }

    private static IResult File(HttpContext context, byte[] content, string type)
    {
        context.Response.Headers.CacheControl = "no-cache"; // clients keep it and ask with If-None-Match
        return Results.Bytes(content, type, entityTag: new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 8))}\""));
    }

    /// <param name="Reference">The same description, read for the reference pages.</param>
    internal sealed record Content(byte[] Json, byte[] Yaml, ApiReference Reference);
}
