using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Reliability.Incidents.Pages;
using OwnerConsole.Ui.Documents;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Reliability.Incidents;

/// <summary>Writes the post-mortem of an incident as a PDF file. Times are in UTC.</summary>
internal static class PostMortemDocument
{
    /// <summary>Left end of texts next to a time.</summary>
    private const double AfterTime = DocumentWriter.Left + 120;

    /// <returns>The PDF file.</returns>
    public static byte[] Write(IncidentReport report)
    {
        using var document = new DocumentWriter($"Post-mortem: {report.Incident.Title}");
        WriteHead(document, report.Incident);
        WriteRoles(document, report);
        WriteImpact(document, report);
        WriteRootCause(document, report.RootCause);
        WriteActionItems(document, report);
        WriteTimeline(document, report);
        if (document.HidesCharacters)
        {
            document.NextLine();
            document.Paragraph("Some characters can't be shown in this file; use the page.", style: TextStyle.Soft);
        }
        return document.Save();
    }

    private static void WriteHead(DocumentWriter document, IncidentView incident)
    {
        document.NameAndValue("Severity", IncidentLabels.Severity(incident.Severity));
        document.NameAndValue("Status", IncidentLabels.Status(incident.Status));
        document.NameAndValue("Started", Time(incident.StartedAt));
        document.NameAndValue("Detected", Reached(incident.DetectedAt, "time to detect", incident.SecondsToDetect));
        document.NameAndValue("Acknowledged", Reached(incident.AcknowledgedAt, "time to acknowledge", incident.SecondsToAcknowledge));
        document.NameAndValue("Mitigated", Time(incident.MitigatedAt));
        document.NameAndValue("Resolved", Reached(incident.ResolvedAt, "time to resolve", incident.SecondsToResolve));
        document.NameAndValue("Closed", Time(incident.ClosedAt));
    }

    private static void WriteRoles(DocumentWriter document, IncidentReport report)
    {
        document.Heading("Roles");
        foreach (var role in Enum.GetValues<IncidentRole>())
            document.NameAndValue(role.ToString(), Person(report, report.Incident.People.Find(role)));
    }

    private static void WriteImpact(DocumentWriter document, IncidentReport report)
    {
        var (impact, showsMoney) = (report.Impact, report.ShowsTenants && !HiddenFields.Has(FieldClass.Money));
        document.Heading("Impact");
        document.Paragraph(IncidentLabels.Selection(report.Targets));
        if (report.Impact.Basis is { } basis)
            document.Paragraph(Wording.Translate(IncidentLabels.Basis(basis)));
        document.NameAndValue(Wording.Translate("Tenants"), Wording.Number(impact.Tenants));
        document.NameAndValue(Wording.TranslateForAll("Members"), Wording.Number(impact.Members));
        if (showsMoney)
            document.NameAndValue("MRR", impact.Mrr?.ToString() ?? "–");
        if (impact.Largest.Count > 0)
            document.NextLine();
        foreach (var tenant in impact.Largest)
        {
            document.Text(document.Fit(tenant.Name, 280));
            document.TextBefore(Wording.CountOfAll(tenant.Members), DocumentWriter.Right - 110);
            if (showsMoney)
                document.TextBefore(tenant.Mrr?.ToString() ?? "–");
            document.NextLine();
        }
    }

    private static void WriteRootCause(DocumentWriter document, RootCause? found)
    {
        document.Heading("Root cause");
        document.Paragraph(found?.Text ?? "Not written yet.");
        WriteFindings(document, "Contributing factors", found?.Contributing);
        WriteFindings(document, "What went well", found?.WentWell);
    }

    private static void WriteFindings(DocumentWriter document, string heading, string? text)
    {
        if (text is null)
            return;
        document.Heading(heading);
        document.Paragraph(text);
    }

    private static void WriteActionItems(DocumentWriter document, IncidentReport report)
    {
        document.Heading("Action items");
        if (report.ActionItems.Count == 0)
            document.Paragraph("None.");
        foreach (var item in report.ActionItems)
        {
            document.Paragraph(item.Description);
            var due = item.DueOn is { } day ? $"due {Day(day)}" : "no due date";
            var state = item.CompletedAt is { } at ? $"completed {Time(at)}" : "open";
            document.Paragraph($"{Person(report, item.Owner)}, {due}, {state}", style: TextStyle.Soft);
            if (item.Link is { } link)
                document.Paragraph(link, style: TextStyle.Soft);
        }
    }

    private static void WriteTimeline(DocumentWriter document, IncidentReport report)
    {
        document.Heading("Timeline");
        if (report.OmitsEntries)
            document.Paragraph(IncidentReport.Omitted, style: TextStyle.Soft);
        foreach (var entry in report.Timeline.Data.Reverse())
        {
            document.Text(Time(entry.At), style: TextStyle.Soft);
            document.Paragraph($"{report.Names.Text(entry.ParsedSentence)} ({report.Names.Name(entry.Actor)})", AfterTime);
            if (report.FindText(entry) is { } text)
                document.Paragraph(text, AfterTime, TextStyle.Soft);
        }
    }

    private static string Person(IncidentReport report, string? id) => id is null ? "No one" : report.Names.Name(id);

    private static string Reached(DateTimeOffset? at, string figure, long? seconds) =>
        at is null ? Time(at) : $"{Time(at)}, {figure}: {IncidentLabels.Duration(seconds)}";

    private static string Time(DateTimeOffset? at) => at?.UtcDateTime.ToString("d MMM yyyy HH:mm 'UTC'", CultureInfo.InvariantCulture) ?? "–";

    private static string Day(DateOnly day) => day.ToString("d MMM yyyy", CultureInfo.InvariantCulture);
}
