using System.IO.Compression;
using System.Text;
using System.Xml;
using OwnerConsole.Data;

namespace OwnerConsole.Tenants.Imports;

/// <summary>
/// Checks the parts of an Excel file before they are read. A small file can unpack to any size, and the library that reads it doesn't limit what it keeps in
/// memory. An archive never unpacks to more than the sizes that it declares.
/// </summary>
internal static class WorkbookPackage
{
    /// <summary>Maximum size of the file. Excel files are compressed, so this is much more data than in a text file.</summary>
    public const int MaxBytes = 25 * 1024 * 1024;

    private const long MaxUnpacked = 250 * 1024 * 1024,
        MaxTexts = 50 * 1024 * 1024, // kept in memory while the file is read
        MaxStyles = 10 * 1024 * 1024,
        MaxWorkbook = 2 * 1024 * 1024, // the library compares each link with each sheet
        MaxLinks = 100 * 1024;

    private const int MaxParts = 2_000,
        MaxDeclaration = 256,
        BufferSize = 64 * 1024;

    private const string Folder = "xl/",
        RootLinks = "_rels/.rels",
        Workbook = Folder + "workbook.xml",
        Links = Folder + "_rels/workbook.xml.rels",
        Texts = Folder + "sharedStrings.xml",
        Styles = Folder + "styles.xml";

    /// <param name="first">First bytes of the file.</param>
    public static WorkbookType Detect(ReadOnlySpan<byte> first) =>
        first switch
        {
            [(byte)'P', (byte)'K', 3, 4, ..] => WorkbookType.Current,
            [0xD0, 0xCF, 0x11, 0xE0, ..] => WorkbookType.Old,
            _ => WorkbookType.None,
        };

    /// <exception cref="Problem">422: it isn't an Excel file, it is too large unpacked, or its XML is damaged or hostile.</exception>
    public static void Check(Stream content, CancellationToken stop) =>
        Guard(() =>
        {
            content.Position = 0;
            using var package = new ZipArchive(content, ZipArchiveMode.Read, leaveOpen: true);
            var parts = List(package);
            if (!parts.TryGetValue(Workbook, out var workbook) || !parts.TryGetValue(Links, out var links))
                throw new Problem(422, "not_text", "The file must be a CSV file or an Excel file (.xlsx). Extract an archive first.");
            Scan(workbook, MaxWorkbook, stop);
            if (parts.TryGetValue(RootLinks, out var root))
                CheckNames(FindTargets(root, "", stop), ("officeDocument", Workbook));
            var targets = FindTargets(links, Folder, stop);
            CheckNames(targets, ("sharedStrings", Texts), ("styles", Styles));
            CheckSheets(FindSheets(workbook), targets);
            var unpacked = 0L;
            foreach (var name in targets.Select(target => target.Part).Append(Styles).Append(Texts).Distinct(StringComparer.OrdinalIgnoreCase))
                if (parts.TryGetValue(name, out var part))
                {
                    unpacked += part.Length;
                    if (unpacked > MaxUnpacked)
                        throw TooLarge();
                    Scan(part, LimitOf(name), stop);
                }
            return true;
        });

    /// <summary>Finds errors of formulas in a checked file, because the library reads them as empty cells.</summary>
    /// <param name="sheet">Index of the sheet in the workbook.</param>
    /// <returns>Names of errors by row and column, which start at 0.</returns>
    /// <exception cref="Problem">422: the sheet is damaged or has too many errors.</exception>
    public static Dictionary<(int Row, int Column), string> FindErrors(Stream content, int sheet, CancellationToken stop) =>
        Guard(() =>
        {
            content.Position = 0;
            using var package = new ZipArchive(content, ZipArchiveMode.Read, leaveOpen: true);
            var parts = List(package);
            var id = FindSheets(parts[Workbook])[sheet];
            var name = FindTargets(parts[Links], Folder, stop).Where(target => target.Id == id).Select(target => target.Part).FirstOrDefault();
            if (name is null || !parts.TryGetValue(name, out var part))
                return new Dictionary<(int Row, int Column), string>();
            using var data = part.Open();
            return FormulaErrors.Find(data, stop);
        });

    public static XmlReader OpenXml(Stream content) =>
        XmlReader.Create(content, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });

    /// <summary>Reads with a library that reports damaged files with exceptions of many types.</summary>
    /// <exception cref="Problem">422: the file is damaged.</exception>
    public static T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is EndOfStreamException or not (Problem or OperationCanceledException or OutOfMemoryException or IOException))
        {
            throw Damaged();
        }
    }

    /// <summary>The file can't be read, whether it is damaged or hostile.</summary>
    internal static Problem Damaged() =>
        new(
            422,
            "damaged_excel_file",
            "The Excel file can't be read. Open it in a spreadsheet program and save it again as an Excel workbook (.xlsx), or as CSV."
        );

    internal static Problem TooLarge() =>
        new(
            422,
            "file_too_large",
            "The Excel file must have at most 250 MB unpacked, 50 MB of different texts, 5,000,000 cells, 1,000 cells in a row and 100,000 errors of formulas. "
                + "Split it into several files, or save it as CSV."
        );

    private static long LimitOf(string name) =>
        name.Equals(Texts, StringComparison.OrdinalIgnoreCase) ? MaxTexts
        : name.Equals(Styles, StringComparison.OrdinalIgnoreCase) ? MaxStyles
        : MaxUnpacked;

    /// <returns>Parts by name. Of two parts with one name, the library could read another one than the scanner.</returns>
    private static Dictionary<string, ZipArchiveEntry> List(ZipArchive package)
    {
        if (package.Entries.Count > MaxParts)
            throw Damaged();
        var parts = new Dictionary<string, ZipArchiveEntry>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in package.Entries)
            if (!parts.TryAdd(part.FullName.Replace('\\', '/'), part))
                throw Damaged();
        return parts;
    }

    /// <summary>Parts with their own limits must have their usual names, because versions of the library find them by name or by link.</summary>
    private static void CheckNames(List<(string Id, string Type, string Part)> targets, params (string Type, string Part)[] usual)
    {
        if (targets.Any(target => usual.Any(one => one.Type == target.Type && !one.Part.Equals(target.Part, StringComparison.OrdinalIgnoreCase))))
            throw Damaged();
    }

    /// <param name="folder">Folder of the part that has the links; empty for the root.</param>
    /// <returns>IDs, types and names of the linked parts, such as the sheets of the workbook.</returns>
    private static List<(string Id, string Type, string Part)> FindTargets(ZipArchiveEntry links, string folder, CancellationToken stop)
    {
        Scan(links, MaxLinks, stop);
        var targets = new List<(string Id, string Type, string Part)>();
        using var content = links.Open();
        using var xml = OpenXml(content);
        while (xml.Read())
            if (xml.NodeType is XmlNodeType.Element && xml.GetAttribute("Target") is { } target)
            {
                // Sheets of the binary type have no XML that can be checked.
                if (target.EndsWith(".bin", StringComparison.OrdinalIgnoreCase))
                    throw new Problem(
                        422,
                        "old_excel_file",
                        "Excel files of the binary type (.xlsb) and with macros can't be read. Save the file as an Excel workbook (.xlsx), or as CSV."
                    );
                var type = (xml.GetAttribute("Type") ?? "").Split('/')[^1];
                targets.Add((xml.GetAttribute("Id") ?? "", type, target.StartsWith('/') ? target[1..] : folder + target));
            }
        return targets;
    }

    /// <summary>A part that is the content of many sheets would be read once for each of them.</summary>
    private static void CheckSheets(List<string> sheets, List<(string Id, string Type, string Part)> targets)
    {
        var ids = sheets.ToHashSet(StringComparer.Ordinal);
        var parts = targets.Where(target => ids.Contains(target.Id)).Select(target => target.Part).ToList();
        if (ids.Count < sheets.Count || parts.Distinct(StringComparer.OrdinalIgnoreCase).Count() < parts.Count)
            throw Damaged();
    }

    /// <returns>IDs of the links to the sheets, in their order.</returns>
    private static List<string> FindSheets(ZipArchiveEntry workbook)
    {
        var sheets = new List<string>();
        using var content = workbook.Open();
        using var xml = OpenXml(content);
        while (xml.Read())
            if (xml.NodeType is XmlNodeType.Element && xml.LocalName == "sheet")
            {
                var id = "";
                while (xml.MoveToNextAttribute())
                    if (xml.LocalName == "id")
                        id = xml.Value;
                sheets.Add(id);
            }
        return sheets;
    }

    private static void Scan(ZipArchiveEntry part, long limit, CancellationToken stop)
    {
        if (part.Length > limit)
            throw TooLarge();
        var scanner = new XmlPartScanner();
        var buffer = new byte[BufferSize];
        using var content = part.Open();
        var total = 0L;
        while (content.ReadAtLeast(buffer, MaxDeclaration, throwOnEndOfStream: false) is > 0 and var read)
        {
            stop.ThrowIfCancellationRequested();
            if (total == 0 && !IsUtf8(buffer.AsSpan(0, Math.Min(read, MaxDeclaration))))
                throw Damaged();
            total += read;
            if (total > limit)
                throw TooLarge();
            if (!scanner.Add(buffer.AsSpan(0, read)))
                throw scanner.IsTooLarge ? TooLarge() : Damaged();
        }
    }

    /// <summary>Other encodings than UTF-8 could show other tags to the scanner than to the library.</summary>
    /// <param name="start">Start of the part, which contains its declaration if it has one.</param>
    private static bool IsUtf8(ReadOnlySpan<byte> start)
    {
        var text = Encoding.Latin1.GetString(start);
        if (!text.Contains("<?", StringComparison.Ordinal))
            return true;
        var end = text.IndexOf("?>", StringComparison.Ordinal);
        var declaration = end < 0 ? text : text[..end].Replace('\'', '"');
        return end > 0
            && (!declaration.Contains("encoding", StringComparison.Ordinal) || declaration.Contains("\"utf-8\"", StringComparison.OrdinalIgnoreCase));
    }
}
