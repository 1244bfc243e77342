using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Regulatief.Migrations.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class LaddersAndNoticeMails : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "MailedAt",
                table: "Notices",
                type: "datetime2",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "EscalateAfter",
                table: "HumanTasks",
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Rung",
                table: "Escalations",
                type: "nvarchar(40)",
                maxLength: 40,
                nullable: false,
                defaultValue: "");

            // Whoever was told until now was told by their place. What was decided in a talk was told five working days late.
            migrationBuilder.Sql(
                """
                UPDATE "Escalations" SET "Rung" = "ToRole";
                UPDATE "HumanTasks" SET "EscalateAfter" = 5 WHERE "Kind" = 'MeetingDecision';
                """);

            migrationBuilder.CreateTable(
                name: "EscalationAnswers",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    CaseId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    SubjectId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Kind = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    ById = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    At = table.Column<DateTime>(type: "datetime2", nullable: false),
                    Until = table.Column<DateOnly>(type: "date", nullable: true),
                    Reason = table.Column<string>(type: "nvarchar(max)", nullable: true),
                    AssigneeId = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    HolderBefore = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    NextBefore = table.Column<DateTime>(type: "datetime2", nullable: true),
                    TakenBackAt = table.Column<DateTime>(type: "datetime2", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_EscalationAnswers", x => x.Id);
                    table.ForeignKey(
                        name: "FK_EscalationAnswers_Cases_CaseId",
                        column: x => x.CaseId,
                        principalTable: "Cases",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "EscalationBatches",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    AskedById = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    AskedAs = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    AskedAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    Kind = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    Until = table.Column<DateOnly>(type: "date", nullable: true),
                    Reason = table.Column<string>(type: "nvarchar(max)", nullable: true),
                    AssigneeId = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    StoppedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    TakenBackAt = table.Column<DateTime>(type: "datetime2", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_EscalationBatches", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "EscalationBatchItems",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    BatchId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    CaseId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    EscalationId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    HolderId = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    State = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    Refusal = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true),
                    AnswerId = table.Column<Guid>(type: "uniqueidentifier", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_EscalationBatchItems", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "EscalationLadders",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    ProjectId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Kind = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    From = table.Column<DateTime>(type: "datetime2", nullable: false),
                    SetById = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Steps_AgainEvery = table.Column<int>(type: "int", nullable: false),
                    Steps_Coordinator = table.Column<int>(type: "int", nullable: true),
                    Steps_Cover = table.Column<int>(type: "int", nullable: true),
                    Steps_Manager = table.Column<int>(type: "int", nullable: true),
                    Steps_Worker = table.Column<int>(type: "int", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_EscalationLadders", x => x.Id);
                    table.ForeignKey(
                        name: "FK_EscalationLadders_Projects_ProjectId",
                        column: x => x.ProjectId,
                        principalTable: "Projects",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "NoticeMailings",
                columns: table => new
                {
                    AccountId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Pace = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    DailyAt = table.Column<TimeOnly>(type: "time", nullable: false),
                    QuietFrom = table.Column<TimeOnly>(type: "time", nullable: true),
                    QuietUntil = table.Column<TimeOnly>(type: "time", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_NoticeMailings", x => x.AccountId);
                    table.ForeignKey(
                        name: "FK_NoticeMailings_Accounts_AccountId",
                        column: x => x.AccountId,
                        principalTable: "Accounts",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "TermExtensions",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    CaseId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    TaskId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    DueBefore = table.Column<DateOnly>(type: "date", nullable: false),
                    DueOn = table.Column<DateOnly>(type: "date", nullable: false),
                    Reason = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: false),
                    AskedById = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    AskedAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    State = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    DecidedById = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    DecidedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    WhyNot = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TermExtensions", x => x.Id);
                    table.ForeignKey(
                        name: "FK_TermExtensions_HumanTasks_TaskId",
                        column: x => x.TaskId,
                        principalTable: "HumanTasks",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Notices_MailedAt_At",
                table: "Notices",
                columns: new[] { "MailedAt", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_Escalations_Rung_EndedAt",
                table: "Escalations",
                columns: new[] { "Rung", "EndedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_EscalationAnswers_CaseId",
                table: "EscalationAnswers",
                column: "CaseId");

            migrationBuilder.CreateIndex(
                name: "IX_EscalationAnswers_SubjectId_At",
                table: "EscalationAnswers",
                columns: new[] { "SubjectId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_EscalationBatches_AskedById_AskedAt",
                table: "EscalationBatches",
                columns: new[] { "AskedById", "AskedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_EscalationBatchItems_BatchId_State",
                table: "EscalationBatchItems",
                columns: new[] { "BatchId", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_EscalationBatchItems_CaseId",
                table: "EscalationBatchItems",
                column: "CaseId");

            migrationBuilder.CreateIndex(
                name: "IX_EscalationLadders_ProjectId_Kind_From",
                table: "EscalationLadders",
                columns: new[] { "ProjectId", "Kind", "From" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_TermExtensions_CaseId",
                table: "TermExtensions",
                column: "CaseId");

            migrationBuilder.CreateIndex(
                name: "IX_TermExtensions_TaskId",
                table: "TermExtensions",
                column: "TaskId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "EscalationAnswers");

            migrationBuilder.DropTable(
                name: "EscalationBatches");

            migrationBuilder.DropTable(
                name: "EscalationBatchItems");

            migrationBuilder.DropTable(
                name: "EscalationLadders");

            migrationBuilder.DropTable(
                name: "NoticeMailings");

            migrationBuilder.DropTable(
                name: "TermExtensions");

            migrationBuilder.DropIndex(
                name: "IX_Notices_MailedAt_At",
                table: "Notices");

            migrationBuilder.DropIndex(
                name: "IX_Escalations_Rung_EndedAt",
                table: "Escalations");

            migrationBuilder.DropColumn(
                name: "MailedAt",
                table: "Notices");

            migrationBuilder.DropColumn(
                name: "EscalateAfter",
                table: "HumanTasks");

            migrationBuilder.DropColumn(
                name: "Rung",
                table: "Escalations");
        }
    }
}
