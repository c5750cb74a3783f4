using System.Net;
using OwnerConsole.Fixtures;
using UglyToad.PdfPig;

namespace OwnerConsole.Tests;

/// <summary>Reads PDF files from the API.</summary>
internal static class PdfFile
{
    /// <returns>Text of each page.</returns>
    public static async Task<IReadOnlyList<string>> Pdf(this TestApplication app, string address)
    {
        using var answer = await app.Http.GetAsync(address);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/pdf");
        using var document = PdfDocument.Open(await answer.Content.ReadAsByteArrayAsync());
        return [.. document.GetPages().Select(page => page.Text)];
    }
}
