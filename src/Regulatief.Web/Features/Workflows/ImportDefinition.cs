using FluentValidation;
using MediatR;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Definitions;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Format;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Workflows;

/// <summary>Brings a definition in. One that cannot run here changes nothing, and all reasons are told at once.</summary>
/// <param name="FileName">For the reasons only.</param>
public sealed record ImportDefinitionCommand(string? FileName, [property: AtMost(DefinitionReader.MaxBytes)] string? Json) : ICommand<ImportDefinitionResult>, IStepsUp
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<StoredDefinition>();
}

/// <param name="Id">Null when it was refused.</param>
/// <param name="Problems">Errors when refused, else what the check warns of.</param>
public sealed record ImportDefinitionResult(Guid? Id, int? Version, bool IsPublished, IReadOnlyList<DefinitionProblem> Problems);

/// <summary>Judges the file: that takes seconds, for which no transaction is held.</summary>
internal sealed class ImportDefinitionValidator : AbstractValidator<ImportDefinitionCommand>
{
    public ImportDefinitionValidator(DefinitionJudge judge, Actor actor)
    {
        RuleFor(c => c.Json).NotEmpty().WithErrorCode("file-missing").OverridePropertyName("File");
        RuleFor(c => c.Json).Custom((json, _) => judge.JudgeToPublish(json!)).When(c => !string.IsNullOrEmpty(c.Json) && actor.Role is null or AccountRole.Designer);
    }
}

internal sealed class ImportDefinitionHandler(DefinitionImport import, DefinitionJudge judge, Actor actor, AuditTrail trail) : IRequestHandler<ImportDefinitionCommand, ImportDefinitionResult>
{
    public async Task<ImportDefinitionResult> Handle(ImportDefinitionCommand command, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Designer);
        var reading = DefinitionImport.AsFile(judge.PublicationVerdict(command.Json!));
        if (reading.HasErrors) return new ImportDefinitionResult(null, null, false, reading.Problems);

        var stored = await import.AddAsync(reading.Definition!, command.Json!, cancellationToken);
        trail.About(stored);
        return new ImportDefinitionResult(stored.Id, stored.Version, stored.IsPublished, reading.Problems);
    }
}
