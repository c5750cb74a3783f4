using PdfSharp.Fonts;

namespace OwnerConsole.Ui.Documents;

/// <summary>Reads the fonts of PDF files from the web root, where the build copies them.</summary>
public sealed class DocumentFonts : IFontResolver
{
    internal const string Family = "DejaVu Sans";

    private const string Regular = "DejaVuSans.ttf",
        Bold = "DejaVuSans-Bold.ttf";

    private static readonly Lock s_register = new();

    private readonly string _webRoot;

    private DocumentFonts(string webRoot) => _webRoot = webRoot;

    /// <summary>Must be called before the first document is written. PDFsharp keeps one resolver per process.</summary>
    public static void Register(string webRoot)
    {
        lock (s_register)
            GlobalFontSettings.FontResolver ??= new DocumentFonts(webRoot);
    }

    public FontResolverInfo ResolveTypeface(string familyName, bool bold, bool italic) => new(bold ? Bold : Regular);

    public byte[] GetFont(string faceName) => File.ReadAllBytes(Path.Combine(_webRoot, "fonts", faceName));
}
